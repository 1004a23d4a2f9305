import { AnomalyReporter } from './anomaly-reporter.ts'
import type { Anomaly, PayloadAnomalyCode } from './anomaly.ts'
import { DONE } from './done.ts'
import { EmptyStreamError } from './empty-stream-error.ts'
import type { EventDecoder } from './event-decoder.ts'
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

/** How deviations are treated. */
export interface JSONEventDecoderOptions<Code extends string> {
  /** Takes each deviation that was repaired or passed over, once per code. */
  readonly onAnomaly?: ((anomaly: Anomaly<Code | PayloadAnomalyCode>) => void) | undefined
  /** Whether the first deviation ends the stream, with `ERR_SSE_ANOMALY`. Default false. */
  readonly strict?: boolean | undefined
}

// In characters: more than error bodies in JSON have, and what an error may show of one.
const MAX_BODY = 16_384
const MAX_EXCERPT = 1000

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
  readonly #anomalies: AnomalyReporter<Code | PayloadAnomalyCode>
  #done = false
  #sentinel = false
  // What the stream ends with, if not well. Thrown after the items before it, and again afterwards.
  #failure: SSEError | undefined
  // Input ended inside an event.
  #cut = false
  // An event that carried several payloads, as long as some of them are still to be read.
  #joined: JoinedEvent | undefined
  #hasEvents = false
  #hasItems = false
  // Lines outside of events, as long as there is no item: this may be no event stream at all.
  #body = ''

  constructor(options: JSONEventDecoderOptions<Code> = {}) {
    this.#anomalies = new AnomalyReporter(options)
  }

  /** Makes an item of a payload; undefined when there is none in it. */
  protected abstract take(payload: JSONObject, event: ServerSentEvent): Item | undefined

  /** Takes an event whose payload is no object, if its name says that it is of another kind; else false. */
  protected abstract takeForeign(event: ServerSentEvent): Item | undefined | false

  /** What was seen that makes the stream complete, `[DONE]` apart. */
  protected abstract readonly evidence: Evidence | undefined

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
   * Decodes one event. Undefined when it carries no item, and after the end. An event may carry
   * several: `read` gives the others, and must be called until it gives none.
   *
   * Throws `ERR_SSE_UPSTREAM`, `ERR_SSE_MALFORMED_PAYLOAD` and, when strict, `ERR_SSE_ANOMALY`.
   */
  decode(event: ServerSentEvent): Item | undefined {
    if (this.#done || this.#joined !== undefined) return this.#refuse()
    let payload: unknown
    try {
      payload = JSON.parse(event.data)
    } catch {
      return this.#decodeOther(event)
    }
    this.#hasEvents = true
    return this.#item(payload, event)
  }

  /** A further item of the event that was decoded last; undefined when there is none. Throws like `decode`. */
  read(): Item | undefined {
    while (this.#joined !== undefined) {
      const { event, payloads } = this.#joined
      const payload = payloads[this.#joined.next++]
      if (this.#joined.next === payloads.length) this.#joined = undefined
      if (payload === DONE) {
        this.#end()
      } else {
        const item = this.#item(payload, event)
        if (item !== undefined) return item
      }
    }
    return undefined
  }

  /**
   * Decodes the event that the end of input cut off before its blank line. It counts when its data
   * is `[DONE]` or whole JSON objects; else the stream is truncated, whatever came before.
   */
  decodeTail(event: ServerSentEvent): Item | undefined {
    if (this.#done) return this.#refuse()
    const { data } = event
    const isWhole =
      isDone(data) ||
      isObject(parsed(data)) ||
      joinedPayloads(data)?.every((payload) => payload === DONE || isObject(payload)) === true
    if (isWhole || reportsError(lastPayload(data))) {
      this.#report('unterminated-event', event)
      return this.decode(event)
    }
    this.#hasEvents = true
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
    if (isDone(line)) {
      this.#owed(() => {
        this.#report('bare-done', undefined)
        this.#end()
      })
      return
    }
    const payload = name === 'error' ? parsed(value) : /^\s*[[{]/.test(line) && parsed(line)
    if (name === 'error' ? isObject(payload) : reportsError(payload)) {
      this.owe(payload)
    } else if (this.#hasItems) {
      this.#owed(() => this.#report('unknown-field', undefined))
    } else if (this.#body.length < MAX_BODY) {
      this.#body += `${line.slice(0, MAX_BODY)}\n`
    }
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

  /** Reports a deviation, once per code, at a path of keys and positions in the payload; throws it when strict. */
  protected report(
    code: Code,
    event: ServerSentEvent,
    ...path: readonly (string | number)[]
  ): void {
    this.#report(code, event, path)
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
    const item = isObject(payload)
      ? this.#fromObject(payload, event)
      : this.#fromOther(payload, event)
    if (item !== undefined) this.#hasItems = true
    return item
  }

  #fromObject(payload: JSONObject, event: ServerSentEvent): Item | undefined {
    // The length spares all but the shortest the count of their keys.
    if (event.data.length < 8 && event.event !== 'error' && Object.keys(payload).length === 0) {
      this.#report('heartbeat-data', event)
      return undefined
    }
    return this.take(payload, event)
  }

  #fromOther(payload: unknown, event: ServerSentEvent): Item | undefined {
    if (event.event === 'error' || (Array.isArray(payload) && reportsError(payload))) {
      return this.raise(payload)
    }
    const foreign = this.takeForeign(event)
    if (foreign !== false) return foreign
    const isHeartbeat = payload === null || payload === ''
    this.#report(isHeartbeat ? 'heartbeat-data' : 'not-an-object', event)
    return undefined
  }

  // Data that is no JSON.
  #decodeOther(event: ServerSentEvent): Item | undefined {
    const data = event.data.trim()
    if (isDone(event.data)) {
      if (event.data !== DONE) this.#report('padded-done', event)
      this.#end()
      return undefined
    }
    this.#hasEvents = true
    if (event.event === 'error' && data === '') return this.raise(data)
    if (data === '' || data.startsWith(':')) {
      this.#report(data === '' ? 'empty-data' : 'comment-data', event)
      return undefined
    }
    const payloads = joinedPayloads(data)
    if (payloads !== undefined) {
      this.#report('joined-payloads', event)
      this.#joined = { event, payloads, next: 0 }
      return this.read()
    }
    const last = lastPayload(data)
    if (reportsError(last)) return this.raise(last)
    if (event.event === 'error') return this.raise(data)
    const foreign = this.takeForeign(event)
    if (foreign !== false) return foreign
    throw this.#fail(new MalformedPayloadError('The data of an event is not JSON', event))
  }

  #end(): void {
    this.#sentinel = true
    this.end()
  }

  #fail(error: SSEError): SSEError {
    this.#failure = error
    this.end()
    return error
  }

  // A call out of turn: after the end, or before all of an event was read.
  #refuse(): undefined {
    if (this.#joined !== undefined) this.#fail(this.#unread(this.#joined.event))
    if (this.#failure !== undefined) throw this.#failure
    return undefined
  }

  #unread(event: ServerSentEvent): SSEError {
    return new MalformedPayloadError(
      'An event carries several payloads and not all were read',
      event,
    )
  }

  #shortcoming(): SSEError | undefined {
    if (this.#joined !== undefined) return this.#unread(this.#joined.event)
    if (!this.#hasEvents && this.#body !== '') {
      const payload = parsed(this.#body)
      return reportsError(payload)
        ? upstreamErrorOf(payload)
        : new NotEventStreamError(this.#body.slice(0, MAX_EXCERPT))
    }
    if (this.complete) return undefined
    if (!this.#hasEvents) return new EmptyStreamError()
    return new TruncatedStreamError(this.#cut ? 'cut-event' : 'no-end-marker')
  }

  #report(
    code: Code | PayloadAnomalyCode,
    event: ServerSentEvent | undefined,
    path: readonly (string | number)[] = [],
  ): void {
    const error = this.#anomalies.report(code, event, path)
    if (error !== undefined) throw this.#fail(error)
  }

  // What is thrown where nobody waits for it stays owed.
  #owed(act: () => void): void {
    try {
      act()
    } catch (error) {
      if (error !== this.#failure) throw error
    }
  }
}
