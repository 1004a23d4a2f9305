import type { SequencedResponseEvent } from './sequenced-response-event.ts'

/** Nothing happened, but the connection lives. It takes a sequence number. In no type of OpenAI's. */
export interface ResponseKeepaliveEvent extends SequencedResponseEvent {
  readonly type: 'keepalive'
}
