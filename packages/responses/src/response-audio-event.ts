import type { ResponseDeltaExtensions, SequencedResponseEvent } from './sequenced-response-event.ts'

/** A piece of a spoken answer. */
export interface ResponseAudioDeltaEvent extends SequencedResponseEvent, ResponseDeltaExtensions {
  readonly type: 'response.audio.delta'
  /** In base64. */
  readonly delta: string
}

/** A spoken answer is whole. */
export interface ResponseAudioDoneEvent extends SequencedResponseEvent {
  readonly type: 'response.audio.done'
}

/** A piece of what is said. */
export interface ResponseAudioTranscriptDeltaEvent
  extends SequencedResponseEvent, ResponseDeltaExtensions {
  readonly type: 'response.audio.transcript.delta'
  readonly delta: string
}

/** What is said is whole. */
export interface ResponseAudioTranscriptDoneEvent extends SequencedResponseEvent {
  readonly type: 'response.audio.transcript.done'
}
