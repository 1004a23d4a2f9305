import { AnomalyError, type PayloadAnomalyCode } from './anomaly.ts'
import { DONE } from './done.ts'
import { EmptyStreamError } from './empty-stream-error.ts'
import type { EventDecoder } from './event-decoder.ts'
import type { JSONEventDecoderOptions } from './json-event-decoder-options.ts'
import { MalformedPayloadError } from './malformed-payload-error.ts'
import { NotEventStreamError } from './not-event-stream-error.ts'
import {
  isDone,
  isObject,
  joinedPayloads,
  type JSONObject,
  lastPayload,
  parsed,
} from './payload.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import type { SSEError } from './sse-error.ts'
import { TruncatedStreamError } from './truncated-stream-error.ts'
import { reportsError, upstreamErrorOf } from './upstream-error-of.ts'

// In characters: more than error bodies in JSON have.
const MAX_BODY = 16_384
const MAX_TRAILING = 16

/** An event that carried several payloads, as long as some of them are still to be read. */
interface JoinedEvent {
  readonly event: ServerSentEvent
  readonly payloads: readonly unknown[]
  next: number
}

/**
 * What decoders of OpenAI-style streams have in common: events whose data is one JSON object each,
 * and `[DONE]` at the end. It finds the payloads, the errors among them and the end; a subclass makes
 * items of payloads and says what else is evidence that the stream is complete.
 *
 * - An error never overtakes an item, and nothing follows it.
 * - `[DONE]` ends the stream, whatever its event is named.
 * - Nothing that is kept grows with the stream.
 */
export abstract class JSONEventDecoder<
  Item,
  Code extends string,
  Evidence extends string,
> implements EventDecoder<Item> {
  readonly #options: JSONEventDecoderOptions<Code>
  readonly #reported: Set<string> = new Set()
  readonly #trailing: ServerSentEvent[] = []
  #done = false
  #sentinel = false
  // What the stream ends with, if not well. Thrown after the items before it, and again afterwards.
  #failure: SSEError | undefined
  // Input ended inside an event.
  #cut = false
  #joined: JoinedEvent | undefined
  // Made of a body that is no event stream.
  #last: Item | undefined
  // Lines outside of events; undefined from the first event on, which shows that it is an event stream.
  #body: string | undefined = ''

  constructor(options: JSONEventDecoderOptions<Code> = {}) {
    this.#options = options
  }

  /** Makes an item of a payload; undefined when there is none in it. */
  protected abstract take(payload: JSONObject, event: ServerSentEvent): Item | undefined

  /** Takes an event whose payload is no object, if its name says that it is of another kind; else false. */
  protected abstract takeForeign(event: ServerSentEvent): Item | undefined | false

  /** What was seen that makes the stream complete, `[DONE]` apart. */
  protected abstract readonly evidence: Evidence | undefined

  /** Makes an item of a body that is one JSON object instead of an event stream. */
  protected takeBody?(body: JSONObject, event: ServerSentEvent): Item | undefined

  /** How much of a body that may be no event stream is kept, in characters. */
  protected get maxBody(): number {
    return MAX_BODY
  }

  /** The stream has said that it is over. What follows is ignored. */
  get done(): boolean {
    return this.#done
  }

  /** What the stream is taken for complete upon; undefined when it is not complete. */
  get completion(): Evidence | 'done-sentinel' | undefined {
    if (this.#cut || this.#failure !== undefined) return undefined
    return this.#sentinel ? 'done-sentinel' : this.evidence
  }

  /** Enough was seen to call the stream finished. */
  get complete(): boolean {
    return this.completion !== undefined
  }

  /**
   * Events behind the end, at most 16, not decoded: some gateways send a cost after `[DONE]`. Reading
   * stops at the end, so it is those that had already arrived, which depends on the network.
   */
  get trailing(): readonly ServerSentEvent[] {
    return this.#trailing
  }

  /**
   * Decodes one event. Undefined when it carries no item, and after the end. An event may carry
   * several: `read` gives the others, and must be called until it gives none.
   *
   * Throws `ERR_SSE_UPSTREAM`, `ERR_SSE_MALFORMED_PAYLOAD` and, when strict, `ERR_SSE_ANOMALY`.
   */
  decode(event: ServerSentEvent): Item | undefined {
    if (this.#done || this.#joined !== undefined) return this.#refuse(event)
    let payload: unknown
    try {
      payload = (this.#options.parse ?? JSON.parse)(event.data)
    } catch {
      return this.#decodeOther(event)
    }
    return this.#item(payload, event)
  }

  /** A further item of the event that was decoded last; undefined when there is none. Throws like `decode`. */
  read(): Item | undefined {
    while (this.#joined !== undefined) {
      const { event, payloads } = this.#joined
      const payload = payloads[this.#joined.next++]
      // The last name of an event that was glued together is that of its last part.
      const isLast = this.#joined.next === payloads.length
      const part = isLast || event.event !== 'error' ? event : { ...event, event: undefined }
      if (isLast) this.#joined = undefined
      if (payload === DONE) {
        this.#sentinel = true
        this.end()
      } else {
        const item = this.#item(payload, part)
        if (item !== undefined) return item
      }
    }
    const item = this.#last
    this.#last = undefined
    return item
  }

  /**
   * Decodes the event that the end of input cut off before its blank line. It counts when its data
   * is `[DONE]` or whole JSON objects; else the stream is truncated, whatever came before.
   */
  decodeTail(event: ServerSentEvent): Item | undefined {
    const { data } = event
    const payloads = joinedPayloads(data) ?? [parsed(data)]
    if (
      this.#done ||
      payloads.every((payload) => payload === DONE || isObject(payload)) ||
      reportsError(lastPayload(data))
    ) {
      if (!this.#done) this.report('unterminated-event', event)
      return this.decode(event)
    }
    this.#body = undefined
    this.#cut = true
    return undefined
  }

  /**
   * Takes a line that is no field of the standard. Some mean something: a bare `[DONE]`, and an error
   * that was sent as a bare line of JSON or with `error` for the field name. The error is thrown by
   * the next call.
   */
  unknownField(name: string, value: string): void {
    if (this.#done) return
    // Here a space after the colon is lost, which means nothing between JSON tokens.
    const line = value === '' ? name : `${name}:${value}`
    const isError = name === 'error'
    const payload = isError ? parsed(value) : /^\s*[[{]/.test(line) && parsed(line)
    if (isDone(line)) {
      if (this.#notice('bare-done', undefined)) return
      this.#sentinel = true
      this.end()
    } else if (isError ? isObject(payload) : reportsError(payload)) {
      this.owe(payload)
    } else if (this.#body === undefined) {
      this.#notice('unknown-field', undefined)
    } else if (this.#body.length < this.maxBody) {
      this.#body += `${line.slice(0, this.maxBody)}\n`
    }
  }

  /** Takes an event that had arrived behind the end. */
  trail(event: ServerSentEvent): void {
    if (this.#trailing.length < MAX_TRAILING) this.#trailing.push(event)
  }

  /**
   * Takes the end of input, or of reading. Throws the error that is still owed, or says why this is
   * no whole stream: `ERR_SSE_TRUNCATED`, `ERR_SSE_EMPTY_STREAM`, `ERR_SSE_NOT_EVENT_STREAM`.
   */
  finish(): void {
    this.#failure ??= this.#shortcoming()
    this.#done = true
    if (this.#failure !== undefined) throw this.#failure
  }

  /**
   * Reports a deviation, once per code; throws it when strict. The path is that of the value in the
   * payload, where `[]` stands for a position.
   */
  protected report(
    code: Code | PayloadAnomalyCode,
    event: ServerSentEvent | undefined,
    path?: string,
    position?: number,
  ): void {
    if (this.#notice(code, event, path, position)) throw this.#failure!
  }

  /** Ends the stream with the error that a payload reports, and throws it. */
  protected raise(payload: unknown): never {
    throw this.#fail(upstreamErrorOf(payload))
  }

  /** Ends the stream with the error that a payload reports, which the next call throws. */
  protected owe(payload: unknown): void {
    this.#fail(upstreamErrorOf(payload))
  }

  /** Ends the stream because an item says so. */
  protected end(): void {
    this.#done = true
    this.#joined = undefined
  }

  #item(payload: unknown, event: ServerSentEvent): Item | undefined {
    if (this.#body !== undefined) this.#begin()
    const { event: name = 'message' } = event
    if (isObject(payload)) {
      // The length spares all but the shortest the count of their keys.
      if (event.data.length > 7 || name !== 'message' || Object.keys(payload).length > 0) {
        return this.take(payload, event)
      }
      this.report('heartbeat-data', event)
      return undefined
    }
    if (name === 'error' || reportsError(payload)) return this.raise(payload)
    const foreign = this.takeForeign(event)
    if (foreign !== false) return foreign
    this.report(payload === null || payload === '' ? 'heartbeat-data' : 'not-an-object', event)
    return undefined
  }

  // Data that is no JSON.
  #decodeOther(event: ServerSentEvent): Item | undefined {
    const { data } = event
    if (isDone(data)) {
      if (data !== DONE) this.report('padded-done', event)
      this.#sentinel = true
      this.end()
      return undefined
    }
    if (this.#body !== undefined) this.#begin()
    const payloads = joinedPayloads(data)
    if (payloads !== undefined) {
      this.report('joined-payloads', event)
      this.#joined = { event, payloads, next: 0 }
      return this.read()
    }
    const last = lastPayload(data)
    if (reportsError(last)) return this.raise(last)
    const text = data.trim()
    if (event.event === 'error') return this.raise(text)
    if (text === '' || text.startsWith(':')) {
      this.report(text === '' ? 'empty-data' : 'comment-data', event)
      return undefined
    }
    const foreign = this.takeForeign(event)
    if (foreign !== false) return foreign
    throw this.#fail(new MalformedPayloadError('The data of an event is not JSON', event))
  }

  // The first event: what came before it were lines of an event stream after all.
  #begin(): void {
    const hasLines = this.#body !== ''
    this.#body = undefined
    if (hasLines) this.report('unknown-field', undefined)
  }

  // A call out of turn: after the end, or before all of an event was read.
  #refuse(event: ServerSentEvent): undefined {
    if (this.#joined !== undefined) this.#fail(this.#unread(this.#joined.event))
    if (this.#failure !== undefined) throw this.#failure
    this.trail(event)
  }

  #unread(event: ServerSentEvent): SSEError {
    return new MalformedPayloadError('Not all payloads of an event were read', event)
  }

  #shortcoming(): SSEError | undefined {
    if (this.#joined !== undefined) return this.#unread(this.#joined.event)
    const body = this.#body
    if (body) return this.#bodyShortcoming(body)
    if (this.complete) return undefined
    if (body === '') return new EmptyStreamError()
    return new TruncatedStreamError(this.#cut ? 'cut-event' : 'no-end-marker')
  }

  #bodyShortcoming(body: string): SSEError | undefined {
    const payload = parsed(body)
    if (reportsError(payload)) return upstreamErrorOf(payload)
    if (isObject(payload)) {
      this.#body = undefined
      const event = { event: undefined, data: body, id: undefined, retry: undefined }
      this.#last = this.takeBody?.(payload, { ...event, lastEventId: '' })
    }
    return this.#last === undefined ? new NotEventStreamError(body) : undefined
  }

  #fail(error: SSEError): SSEError {
    this.#failure = error
    this.end()
    return error
  }

  // Reports a deviation; true when that ended the stream.
  #notice(
    code: Code | PayloadAnomalyCode,
    event: ServerSentEvent | undefined,
    path = '',
    position?: number,
  ): boolean {
    if (this.#reported.has(code)) return false
    this.#reported.add(code)
    const anomaly = { code, path: path.replace('[', `[${position}`), event }
    if (this.#options.strict) this.#fail(new AnomalyError(anomaly))
    else this.#options.onAnomaly?.(anomaly)
    return this.#options.strict === true
  }
}
