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
 * What a Responses stream is taken for complete upon: one of the events that end it, or `[DONE]`,
 * which compatible servers send.
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
  // Deltas come in long runs of one type; comparing with the last one saves most of the look-ups,
  // which were 20 % of the cost of `JSON.parse` for an `output_text.delta`.
  #lastType: string | undefined

  constructor(options: ResponsesDecoderOptions = {}) {
    super(options)
  }

  protected get evidence(): 'terminal-event' | undefined {
    return this.#isTerminated ? 'terminal-event' : undefined
  }

  protected take(payload: JSONObject, event: ServerSentEvent): ResponseStreamEvent {
    const type = this.#typeOf(payload, event)
    if (type === this.#lastType && event.event !== 'error') {
      return payload as unknown as ResponseStreamEvent
    }
    if (type === 'error' || event.event === 'error') return this.raise(payload)
    const subject = subjectOf(type)
    if (subject === undefined) {
      if (reportsError(payload)) return this.raise(payload)
      return unknownEvent(type, payload)
    }
    if (subject === null) {
      this.#lastType = type
      return payload as unknown as ResponseStreamEvent
    }
    const object = payload[subject]
    if (TERMINAL.has(type)) {
      this.#isTerminated = true
      this.end()
    }
    if (!isObject(object)) {
      this.report('missing-object', event, subject)
      return unknownEvent(type, payload)
    }
    if (subject === 'response') this.#repairResponse(object, event)
    return payload as unknown as ResponseStreamEvent
  }

  protected takeForeign(event: ServerSentEvent): ResponseStreamEvent | false {
    const { event: name, data } = event
    if (name === undefined || name === 'message') return false
    if (subjectOf(name) !== undefined) return false
    return unknownEvent(name, data)
  }

  #typeOf(payload: JSONObject, event: ServerSentEvent): string {
    const { type } = payload
    if (typeof type === 'string' && type !== '') return type
    if (event.event === undefined || event.event === 'message') return ''
    if (event.event !== 'error') this.report('missing-type', event, 'type')
    payload['type'] = event.event
    return event.event
  }

  #repairResponse(response: JSONObject, event: ServerSentEvent): void {
    const { output } = response
    if (Array.isArray(output)) return
    const isMissing = output === undefined || output === null
    this.report(isMissing ? 'missing-output' : 'malformed-output', event, 'response.output')
    response['output'] = []
  }
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
