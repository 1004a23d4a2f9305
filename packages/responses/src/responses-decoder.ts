import type { ServerSentEvent } from '@sse/core'
import {
  isObject,
  JSONEventDecoder,
  type JSONEventDecoderOptions,
  type JSONObject,
  reportsError,
} from '@sse/core/json-decoder'
import { subjectOf } from './response-event-subject.ts'
import type { ResponseStreamEvent } from './response-stream-event.ts'
import type { ResponsesAnomalyCode } from './responses-anomaly.ts'
import type { UnknownResponseEvent } from './unknown-response-event.ts'

/** Settings of a `ResponsesDecoder`. */
export interface ResponsesDecoderOptions extends JSONEventDecoderOptions<ResponsesAnomalyCode> {}

/**
 * What a Responses stream is taken for complete upon: one of the events that end it. The `[DONE]` that
 * compatible servers send behind it ends the reading, but makes no response whole; it counts only
 * where there was no event of a response, as in streams of transcriptions.
 */
export type ResponsesCompletionEvidence = 'terminal-event' | 'done-sentinel'

const TERMINAL: ReadonlySet<string> = new Set([
  'response.completed',
  'response.incomplete',
  'response.failed',
  'response.cancelled',
])

/**
 * Turns the events of a Responses stream into typed events.
 *
 * A typed event is the object that `JSON.parse` made of the data, repaired in place where its type
 * would lie; every repair is an anomaly. Unknown keys stay as they are, events of unknown types come
 * as `UnknownResponseEvent`. `response.failed` and `response.incomplete` are events like others; an
 * `error` event is thrown.
 *
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
export class ResponsesDecoder extends JSONEventDecoder<
  ResponseStreamEvent,
  ResponsesAnomalyCode,
  'terminal-event'
> {
  #isTerminated = false
  #isResponse = false
  // Deltas come in long runs of one type; comparing with the last one saves most of the look-ups,
  // which were 20 % of the cost of `JSON.parse` for an `output_text.delta`.
  #lastType: string | undefined

  constructor(options: ResponsesDecoderOptions = {}) {
    super(options)
  }

  protected get evidence(): 'terminal-event' | undefined {
    return this.#isTerminated ? 'terminal-event' : undefined
  }

  protected override get sentinelCompletes(): boolean {
    return !this.#isResponse
  }

  protected override fits({ type }: JSONObject): boolean {
    return typeof type === 'string' && type !== 'error' && subjectOf(type) !== undefined
  }

  protected take(payload: JSONObject, event: ServerSentEvent): ResponseStreamEvent {
    const { type, error } = payload
    const isError = event.event === 'error' || error !== undefined || payload['object'] === 'error'
    const hasText = typeof payload['delta'] === 'string'
    if (type === this.#lastType && type !== undefined && hasText && !isError) {
      return payload as unknown as ResponseStreamEvent
    }
    const known = isText(type) ? type : nameOf(event)
    if (known === 'error') return this.raise(payload)
    const subject = subjectOf(known)
    const isEvent = subject !== undefined || known.startsWith('response.')
    const isTerminal = TERMINAL.has(known)
    this.#isResponse ||= isEvent
    if (isError && (event.event === 'error' || reportsError(payload))) {
      const hasFailed = known === 'response.failed' && !isObject(payload['response'])
      if (!isEvent || hasFailed) return this.raise(payload)
      // A tool that fails may say why, and is no end of the stream; one that has ended badly says so itself.
      const isTold = isTerminal ? known !== 'response.completed' : known.endsWith('.failed')
      if (!isTold) this.owe(payload)
    }
    if (isTerminal) {
      this.#isTerminated = true
      this.end()
    }
    if (subject === undefined) return unknownEvent(known, payload)
    if (type !== known) this.report('missing-type', event, 'type')
    const isDelta = subject === 'delta'
    if (subject !== null && !(isDelta ? hasText : isObject(payload[subject]))) {
      this.report(isDelta ? 'malformed-delta' : 'missing-object', event, subject)
      return unknownEvent(known, payload)
    }
    if (type === known && isDelta) this.#lastType = known
    const typed = type === known ? payload : { ...payload, type: known }
    if (subject === 'response') return this.#repaired(typed, event)
    return typed as unknown as ResponseStreamEvent
  }

  protected takeForeign(event: ServerSentEvent): ResponseStreamEvent | false {
    const { event: name, data } = event
    if (name === undefined || name === 'message') return false
    if (subjectOf(name) !== undefined) return false
    return unknownEvent(name, data)
  }

  #repaired(typed: JSONObject, event: ServerSentEvent): ResponseStreamEvent {
    const response = typed['response'] as JSONObject
    const { output } = response
    if (!Array.isArray(output)) {
      const isMissing = output === undefined || output === null
      this.report(isMissing ? 'missing-output' : 'malformed-output', event, 'response.output')
      response['output'] = []
    }
    return typed as unknown as ResponseStreamEvent
  }
}

// The name of an event that says what it is.
function nameOf({ event: name = 'message' }: ServerSentEvent): string {
  return name === 'message' ? '' : name
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function unknownEvent(name: string, payload: unknown): UnknownResponseEvent {
  const sequenceNumber = isObject(payload) ? payload['sequence_number'] : undefined
  return {
    type: 'unknown',
    name,
    payload,
    sequence_number: typeof sequenceNumber === 'number' ? sequenceNumber : undefined,
  }
}
