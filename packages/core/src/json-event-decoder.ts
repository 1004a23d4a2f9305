import type { PayloadAnomalyCode } from './anomaly.ts'
import { AnomalyReporter } from './anomaly-reporter.ts'
import { apart, type ApartEvent, END, type EventPart } from './apart-event.ts'
import { DONE } from './done.ts'
import { EmptyStreamError } from './empty-stream-error.ts'
import { endLine } from './end-line.ts'
import type { EventDecoder } from './event-decoder.ts'
import type { UnknownFieldLine } from './event-parser-options.ts'
import type { JSONEventDecoderOptions } from './json-event-decoder-options.ts'
import { MalformedPayloadError } from './malformed-payload-error.ts'
import { NotEventStreamError } from './not-event-stream-error.ts'
import { isDone, isObject, type JSONObject, parsed } from './payload.ts'
import type { ServerSentEvent } from './server-sent-event.ts'
import type { SSEError } from './sse-error.ts'
import { TrailingEvents } from './trailing-events.ts'
import { TruncatedStreamError } from './truncated-stream-error.ts'
import { reportsError, upstreamErrorOf } from './upstream-error-of.ts'

// In characters: more than error bodies in JSON have.
const MAX_BODY = 16_384
// A body that is the beginning of one was cut off there.
const FIELDS = ['data', 'event', 'id', 'retry']

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
  readonly #anomalies: AnomalyReporter<Code>
  readonly #trailing: TrailingEvents = new TrailingEvents()
  #done = false
  #sentinel = false
  // What the stream ends with, if not well. Thrown after the items before it, and again afterwards.
  #failure: SSEError | undefined
  // Input ended inside an event.
  #cut = false
  // What has arrived and is not read, the next part last.
  #unread: EventPart[] = []
  // What a line that is no field has said of the end, as long as parts come before it.
  #ending: typeof DONE | SSEError | undefined
  #hasEvents = false
  // Of those, one with an object that is no heartbeat.
  #hasPayloads = false
  // A deviation of a strict stream, as long as an error of the same event may come, which goes first.
  #held: SSEError | undefined
  // Made of a body that is no event stream.
  #last: Item | undefined
  // Lines outside of events; undefined from the first event on, which shows that it is an event stream.
  #body: string | undefined = ''

  constructor(options: JSONEventDecoderOptions<Code> = {}) {
    const { parse } = options
    if (parse !== undefined && typeof parse !== 'function') {
      throw new TypeError('`parse` takes a function')
    }
    this.#options = options
    this.#anomalies = new AnomalyReporter(options)
  }

  /** Whether a payload is an item beyond doubt, whatever stands around it in its event. Default: none is. */
  protected fits(_payload: JSONObject): boolean {
    return false
  }

  /** Makes an item of a payload; undefined when there is none in it. */
  protected abstract take(payload: JSONObject, event: ServerSentEvent): Item | undefined

  /** Takes an event whose name says that it is of another kind; false for any other. */
  protected abstract takeForeign(event: ServerSentEvent): Item | undefined | false

  /** What was seen that makes the stream complete, `[DONE]` apart. */
  protected abstract readonly evidence: Evidence | undefined

  /** Whether `[DONE]` makes a stream complete that has carried payloads. Default: it does. */
  protected get sentinelCompletes(): boolean {
    return true
  }

  /** Makes an item of a body that is one JSON object instead of an event stream. */
  protected takeBody?(body: JSONObject, event: ServerSentEvent): Item | undefined

  /** How much of a body that may be no event stream is kept, in characters. */
  protected get maxBody(): number {
    return MAX_BODY
  }

  /** The stream has said that it is over. What follows is ignored. */
  get done(): boolean {
    return this.#done || this.#ending !== undefined
  }

  /** What the stream is taken for complete upon; undefined when it is not complete. */
  get completion(): Evidence | 'done-sentinel' | undefined {
    const isOpen =
      this.#cut || this.#failure || this.#unread.length > 0 || this.#ending || this.#body
    if (isOpen) return undefined
    const isVouchedFor = this.#sentinel && this.#hasPayloads && this.sentinelCompletes
    return isVouchedFor ? 'done-sentinel' : this.evidence
  }

  /** Enough was seen to call the stream finished. */
  get complete(): boolean {
    return this.completion !== undefined
  }

  /**
   * Events behind the end, not decoded: some gateways send a cost after `[DONE]`. Reading stops at the
   * end, so it is those that had already arrived, which depends on the network; at most 16, with at
   * most 64 Ki characters of data.
   */
  get trailing(): readonly ServerSentEvent[] {
    return this.#trailing.events
  }

  /**
   * Decodes one event. Undefined when it carries no item, and after the end. An event may carry
   * several: `read` gives the others, and must be called until it gives none.
   *
   * Throws `ERR_SSE_UPSTREAM`, `ERR_SSE_MALFORMED_PAYLOAD` and, when strict, `ERR_SSE_ANOMALY`; a
   * `TypeError` for what is no event.
   */
  decode(event: ServerSentEvent): Item | undefined {
    if (typeof event.data !== 'string') throw new TypeError('The `data` of an event is a string')
    if (this.done || this.#unread.length > 0) return this.#refuse(event)
    return this.#decode(event) ?? this.read()
  }

  /** A further item of the event that was decoded last; undefined when there is none. Throws like `decode`. */
  read(): Item | undefined {
    while (this.#unread.length > 0) {
      const item = this.#readPart(this.#unread.pop()!)
      if (item !== undefined) return item
    }
    this.#end()
    const item = this.#last
    this.#last = undefined
    return item
  }

  /**
   * Decodes the event that the end of input cut off before its blank line. It counts when its data
   * is `[DONE]` or whole JSON, but for a number, which may have had more digits; else the stream is
   * truncated, whatever came before. Lines of it that are whole payloads count in any case.
   */
  decodeTail(event: ServerSentEvent): Item | undefined {
    if (this.done || this.#unread.length > 0) return this.decode(event)
    const read = apart(event, this.#isItem)
    const { parts, isOurs, isWhole } = read
    if (isWhole) {
      this.#reportOf(read, 'unterminated-event', event)
      return this.decode(event)
    }
    this.#hasEvents = true
    this.cut()
    if (isOurs) this.#unread = parts.filter(({ value }) => value !== undefined).toReversed()
    return this.read()
  }

  /**
   * The end of input has cut off an event: the stream is truncated, unless what is whole of the event says
   * that it is over. In a body that is no event stream it ended a line.
   */
  cut(): void {
    this.#cut = this.#hasEvents && !this.#done
  }

  /**
   * Takes a line that is no field of the standard. Some mean something: a bare `[DONE]`, and an error
   * that was sent as a bare line of JSON or with `error` for the field name. Data in front of it in its
   * block counts: `read` gives its items, and then throws the error.
   */
  unknownField(name: string, value: string, line?: UnknownFieldLine): void {
    if (this.done) return
    const text = line?.text ?? (value === '' ? name : `${name}:${value}`)
    const event = line?.event
    const end = endLine(name, value, text)
    if (end === undefined && this.#body !== undefined && event === undefined) {
      if (this.#body.length < this.maxBody) this.#body += `${text.slice(0, this.maxBody)}\n`
      return
    }
    const code = end === undefined ? 'unknown-field' : end === DONE && 'bare-done'
    this.#ending = (code && this.#anomalies.report(code, event)) || end
    if (this.#ending && event) {
      this.#trailing.taken = event.data
      this.#unread.unshift({ event, text: event.data, value: undefined })
    }
    this.#end()
  }

  /** Takes an event that had arrived behind the end. */
  trail(event: ServerSentEvent): void {
    this.#trailing.push(event)
  }

  /**
   * Takes the end of input, or of reading. Throws the error that is still owed, or says why this is
   * no whole stream: `ERR_SSE_TRUNCATED`, `ERR_SSE_EMPTY_STREAM`, `ERR_SSE_NOT_EVENT_STREAM`.
   */
  finish(): void {
    this.#end()
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
    const error = this.#anomalies.report(code, event, path, position)
    // An error that the server has reported comes first.
    if (error !== undefined && this.#failure === undefined) throw this.#fail(error)
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
    this.#cut = false
    this.#unread = []
    this.#ending = undefined
  }

  #decode(event: ServerSentEvent): Item | undefined {
    this.#hasEvents = true
    let payload: unknown
    try {
      payload = (this.#options.parse ?? JSON.parse)(event.data)
    } catch {
      return this.#decodeOther(event)
    }
    return this.#item(payload, event)
  }

  #item(payload: unknown, event: ServerSentEvent, isJoined = false): Item | undefined {
    const { event: name = 'message' } = event
    if (isObject(payload)) {
      // A quotation mark spares all others the count of their keys.
      const isFull = event.data.charCodeAt(1) === 34 && !isJoined
      if (isFull || name !== 'message' || Object.keys(payload).length > 0) {
        if (this.#body !== undefined) this.#begin()
        this.#hasPayloads = true
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
      this.#endAtSentinel()
      return undefined
    }
    const read = apart(event, this.#isItem)
    const { parts, isOurs, hasComments, joined, error } = read
    if (!isOurs && data.trim() !== '') {
      const foreign = this.takeForeign(event)
      if (foreign !== false) return foreign
    }
    if (hasComments) this.#reportOf(read, 'comment-data', event)
    if (joined.length > 0) {
      if (joined.length > 1) this.#reportOf(read, 'joined-payloads', event)
      this.#unread = this.#unread.concat(joined.toReversed())
      return undefined
    }
    if (error !== undefined) return this.raise(error)
    if (parts.length === 0) {
      if (!hasComments) this.report('empty-data', event)
      return undefined
    }
    this.#begin()
    // A server that fails in the middle of an event says so behind it.
    const ending = this.#ending === DONE ? undefined : this.#ending
    throw this.#fail(ending ?? new MalformedPayloadError('The data of an event is not JSON', event))
  }

  // One behind `[DONE]` is behind the end.
  #readPart({ event, text, value }: EventPart): Item | undefined {
    const unread = this.#unread
    if (value === END) {
      const behind = unread.map((part) => part.text).toReversed()
      this.#endAtSentinel()
      if (behind.length > 0) this.trail({ ...event, data: behind.join('\n') })
      return undefined
    }
    if (value === undefined) return this.#decode({ ...event, data: text })
    // The last name of an event that was glued together is that of its last part.
    return this.#item(value, unread.length === 0 ? event : { ...event, event: undefined }, true)
  }

  readonly #isItem = (value: unknown): boolean => isObject(value) && this.fits(value)

  // What a line has said of the end counts when all in front of it was read.
  #end(): void {
    if (this.#unread.length > 0) return
    const ending = this.#failure ?? this.#held ?? this.#ending
    if (ending === DONE) this.#endAtSentinel()
    else if (ending !== undefined) this.#fail(ending)
  }

  #endAtSentinel(): void {
    this.#sentinel = true
    this.end()
  }

  // Where one of the payloads reports an error, that is what a strict stream ends with, if it is one of the stream.
  #reportOf({ hasError }: ApartEvent, code: PayloadAnomalyCode, event: ServerSentEvent): void {
    if (!hasError) return this.report(code, event)
    this.#held ??= this.#anomalies.report(code, event)
  }

  // The first event: what came before it were lines of an event stream after all.
  #begin(): void {
    const body = this.#body
    this.#body = undefined
    if (body) this.report('unknown-field', undefined)
  }

  // A call out of turn: after the end, or before all of an event was read.
  #refuse(event: ServerSentEvent): Item | undefined {
    const unread = this.#unread.length > 0
    if (unread && this.#ending === undefined) this.#fail(this.#shortcoming()!)
    if (this.#failure !== undefined) throw this.#failure
    this.trail(event)
    return unread ? this.read() : undefined
  }

  #shortcoming(): SSEError | undefined {
    const [unread] = this.#unread
    if (unread !== undefined) {
      return new MalformedPayloadError('Not all payloads of an event were read', unread.event)
    }
    if (this.complete) return undefined
    const body = this.#body
    if (!body) {
      if (this.#sentinel ? !this.#hasPayloads : !this.#hasEvents) return new EmptyStreamError()
      return new TruncatedStreamError(this.#cut ? 'cut-event' : 'no-end-marker')
    }
    const line = body.trimEnd()
    if (line && FIELDS.some((name) => name.startsWith(line))) {
      return new TruncatedStreamError('cut-event')
    }
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
}
