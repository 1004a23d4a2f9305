import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { backoff } from './backoff.ts'
import { BodySource } from './body-source.ts'
import { connect, type Connection } from './connect.ts'
import { withContext } from './error-context.ts'
import { EventDecoding, type EventRecord } from './event-decoding.ts'
import type { HttpResponse } from './http.ts'
import type { Lifetime } from './lifetime.ts'
import { log } from './logger.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { reconnectRequest, type Resume } from './reconnect.ts'
import type { RequestOptions } from './request-options.ts'
import { retryDelay } from './retry-policy.ts'
import type { StreamSource } from './stream-source.ts'
import type { StreamTiming } from './stream-timing.ts'

/** How a response becomes items. */
export interface DecodingOptions<Item> {
  /** Makes of each event an item. One decoder serves one stream. */
  readonly decoder: EventDecoder<Item>
  /**
   * Most bytes that the lines of one event may have. Default 64 MiB; `Infinity` turns it off. Passing it
   * fails the stream with `ERR_SSE_EVENT_TOO_LARGE`, behind every item before it.
   */
  readonly maxEventSize?: number | undefined
  /** Whether an item is content, for the deadlines and the timing. Default: each is. */
  readonly isContent?: ((item: Item) => boolean) | undefined
  /** What a stream that is whole amounts to; asked once, at its end. Default: `completed`. */
  readonly ending?: (() => 'completed' | 'incomplete' | 'failed') | undefined
  /**
   * How to go on when the connection breaks, stalls or ends too early. At most `maxRetries` times in a
   * row, without an event in between, each time after the reconnection time, if the server set one, and
   * a backoff. Goes before `reconnect`.
   */
  readonly resume?: Resume | undefined
}

/** The items of a request, over as many connections as it takes. */
export class ItemSource<Item> implements StreamSource<Item> {
  outcome: Outcome | undefined
  response!: HttpResponse
  readonly #url: string
  readonly #options: RequestOptions & DecodingOptions<Item>
  readonly #life: Lifetime
  readonly #decoding: EventDecoding<Item>
  readonly #readItem = (): Item | undefined => this.#decoding.read()
  readonly #readRecord = (): EventRecord<Item> | undefined => this.#decoding.readRecord()
  #body!: BodySource
  #ended = false

  constructor(
    url: string,
    options: RequestOptions & DecodingOptions<Item>,
    life: Lifetime,
    connection: Connection,
  ) {
    this.#url = url
    this.#options = options
    this.#life = life
    const { decoder, isContent, maxEventSize } = options
    this.#decoding = new EventDecoding(decoder, life, isContent, maxEventSize)
    this.#take(connection)
  }

  get timing(): StreamTiming {
    return this.#life.timing
  }

  next(): Promise<Item | undefined> {
    return this.#pull(this.#readItem)
  }

  nextRecord(): Promise<EventRecord<Item> | undefined> {
    return this.#pull(this.#readRecord)
  }

  close(): void {
    if (this.outcome !== undefined) return
    this.#settle({ status: 'aborted', by: 'close' })
    this.#life.cut(new APIUserAbortError('The stream was closed'))
  }

  async #pull<Unit>(read: () => Unit | undefined): Promise<Unit | undefined> {
    const life = this.#life
    try {
      while (this.outcome === undefined) {
        if (life.cutBy instanceof APIUserAbortError) throw life.cutBy
        const unit = read()
        if (unit !== undefined) return unit
        if (this.#ended || this.#decoding.decoder.done) {
          const last = this.#complete()
          return read === this.#readItem ? (last as Unit | undefined) : undefined
        }
        await this.#more()
      }
      return undefined
    } catch (error) {
      // It was closed while it waited.
      if (this.outcome !== undefined) return undefined
      withContext(error, this.response, this.#decoding.delivered)
      this.#settle(outcomeOf(error))
      life.abort()
      throw error
    }
  }

  // Gives the item that the decoder makes of a body which is no event stream, if it does.
  #complete(): Item | undefined {
    const { decoder } = this.#decoding
    const last = this.#decoding.settle()
    const status = this.#options.ending?.() ?? 'completed'
    const { completion: evidence } = decoder
    this.#settle(status === 'failed' ? { status, error: undefined } : { status, evidence })
    this.#body.drain()
    return last
  }

  #settle(outcome: Outcome): void {
    this.outcome = outcome
    this.#life.end()
    const { status } = outcome
    const { code } = Object('error' in outcome ? outcome.error : undefined) as { code?: unknown }
    const { timing } = this
    log(this.#options.logger, code === undefined ? 'debug' : 'warn', 'end', {
      status,
      code,
      timing,
    })
  }

  async #more(): Promise<void> {
    const { decoder, parser } = this.#decoding
    let broken: unknown
    try {
      const chunk = await this.#body.read()
      if (!chunk.done) return parser.push(chunk.value)
    } catch (error) {
      broken = error
    }
    if (broken === undefined && (decoder.complete || this.response.status === 204)) {
      return this.#finish()
    }
    await this.#goOn(broken)
  }

  #finish(): void {
    this.#ended = true
    this.#decoding.finish()
  }

  // The connection is lost, too early.
  async #goOn(broken: unknown): Promise<void> {
    const life = this.#life
    const { resume, reconnect, maxRetries = 2 } = this.#options
    const { parser, delivered } = this.#decoding
    const { lastEventId, reconnectionTime = 0 } = parser
    const attempt = life.retries + 1
    const goesOn = resume !== undefined || reconnect === true
    let delay: number | undefined
    if (life.cutBy === undefined) {
      if (goesOn) {
        if (attempt <= maxRetries) delay = Math.max(reconnectionTime, backoff(life.retries))
      } else if (broken !== undefined) {
        delay = retryDelay(broken, life.retries, delivered, this.#options)
      }
    }
    let request: ReturnType<Resume>
    if (delay !== undefined) {
      request =
        resume === undefined
          ? reconnectRequest(this.#url, this.#options, lastEventId)
          : resume({ attempt, error: broken, lastEventId, delivered })
    }
    if (delay !== undefined && request !== undefined) {
      life.retries++
      log(this.#options.logger, 'info', 'reconnect', { attempt, delay })
      const [sent] = await Promise.all([request, life.sleep(delay)])
      if (sent !== undefined) {
        const { url, method, headers = this.#options.headers, body } = sent
        const options = { ...this.#options, method, headers, body }
        parser.reset()
        // What goes on repeats nothing.
        return this.#take(await connect(url, options, life, goesOn ? 0 : delivered))
      }
    }
    if (broken !== undefined) throw broken
    if (reconnect) throw new TruncatedStreamError('no-end-marker')
    this.#finish()
  }

  #take({ response, signal }: Connection): void {
    this.response = response
    this.#body = new BodySource(response, signal, this.#life)
  }
}
