import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { backoff } from './backoff.ts'
import { BodySource } from './body-source.ts'
import { connect } from './connect.ts'
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
  /**
   * Makes of each event an item. One decoder serves one answer: a function makes one for each, so that
   * a `retry` behind the first item can begin anew.
   */
  readonly decoder: EventDecoder<Item> | (() => EventDecoder<Item>)
  /**
   * Most bytes that the lines of one event may have. Default 64 MiB; `Infinity` turns it off. Passing it
   * fails the stream with `ERR_SSE_EVENT_TOO_LARGE`, behind every item before it.
   */
  readonly maxEventSize?: number | undefined
  /** Whether an item is content, for the deadlines and the timing. Default: each is. */
  readonly isContent?: ((item: Item) => boolean) | undefined
  /**
   * What a stream that is whole amounts to; asked once, behind its last item. What it throws fails the
   * stream. Default: `completed`.
   */
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
  restarts = 0
  readonly #url: string
  readonly #options: RequestOptions & DecodingOptions<Item>
  readonly #life: Lifetime
  #decoding: EventDecoding<Item>
  readonly #readItem = (): Item | undefined => this.#decoding.read()
  readonly #readRecord = (): EventRecord<Item> | undefined => this.#decoding.readRecord()
  #body!: BodySource
  #ended = false
  // The decoder has had its last word; what it made of a body that is no event stream was handed out.
  #settled = false

  constructor(url: string, options: RequestOptions & DecodingOptions<Item>, life: Lifetime) {
    this.#url = url
    this.#options = options
    this.#life = life
    life.goesOn = options.resume !== undefined || options.reconnect === true
    this.#decoding = this.#begin()
  }

  /** Reads from a connection: the first one before anything else. */
  take(response: HttpResponse): void {
    this.response = response
    this.#body = new BodySource(response, this.#life)
  }

  get timing(): StreamTiming {
    return this.#life.timing
  }

  get closing(): 'cut' | 'received' | undefined {
    if (this.#life.look() !== undefined) return 'cut'
    return this.#body.ended ? 'received' : undefined
  }

  watch(onClosing: () => void): void {
    this.#life.onClosing = onClosing
  }

  next(): Promise<Item | undefined> {
    return this.#pull(this.#readItem)
  }

  nextRecord(): Promise<EventRecord<Item> | undefined> {
    return this.#pull(this.#readRecord)
  }

  close(outcome: Outcome = { status: 'aborted', by: 'close' }): void {
    if (this.outcome !== undefined) return
    this.#settle(outcome)
    this.#life.cut(new APIUserAbortError('The stream was closed'))
  }

  async #pull<Unit>(read: () => Unit | undefined): Promise<Unit | undefined> {
    const life = this.#life
    try {
      while (this.outcome === undefined) {
        if (life.look() !== undefined) throw life.cutBy
        const unit = read()
        if (unit !== undefined) return unit
        if (this.#ended || this.#decoding.decoder.done) {
          const last = this.#settled ? undefined : this.#decoding.settle()
          this.#settled = true
          if (last === undefined) return this.#complete()
          // What the stream amounts to is asked when this was handed out, too.
          return (read === this.#readItem ? last.items[0] : last) as Unit | undefined
        }
        const chunk = this.#body.take()
        if (chunk !== undefined) this.#decoding.parser.push(chunk)
        else if (this.#body.ended) await this.#endOfInput(this.#body.failure)
        else await this.#body.more()
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

  #complete(): undefined {
    const status = this.#options.ending?.() ?? 'completed'
    const { completion: evidence } = this.#decoding.decoder
    this.#settle(status === 'failed' ? { status, error: undefined } : { status, evidence })
    this.#body.drain()
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

  async #endOfInput(broken: unknown): Promise<void> {
    const { complete } = this.#decoding.decoder
    if (broken === undefined && (complete || this.response.status === 204)) this.#finish()
    else await this.#goOn(broken)
  }

  #finish(): void {
    this.#ended = true
    this.#decoding.finish()
  }

  // The connection is lost, too early.
  async #goOn(broken: unknown): Promise<void> {
    const life = this.#life
    const { goesOn } = life
    const { resume, reconnect, decoder, maxRetries = 2 } = this.#options
    const { parser, delivered } = this.#decoding
    const { lastEventId, reconnectionTime = 0 } = parser
    const attempt = life.retries + 1
    const mayRestart = delivered === 0 || typeof decoder === 'function'
    let delay: number | undefined
    if (life.cutBy === undefined) {
      if (goesOn) {
        if (attempt <= maxRetries) delay = Math.max(reconnectionTime, backoff(life.retries))
      } else if (broken !== undefined && mayRestart) {
        delay = retryDelay(broken, attempt - 1, delivered, this.#options)
      }
    }
    let request: ReturnType<Resume>
    if (delay !== undefined) {
      request =
        resume === undefined
          ? reconnectRequest(this.#url, this.#options, goesOn ? lastEventId : '')
          : resume({ attempt, error: broken, lastEventId, delivered })
    }
    if (delay !== undefined && request !== undefined) {
      life.retries = attempt
      log(this.#options.logger, 'info', 'reconnect', { attempt, delay })
      const sent = await life.sleep(delay, request)
      if (sent !== undefined) {
        const { url, method, headers = this.#options.headers, body } = sent
        const options = { ...this.#options, method, headers, body }
        parser.reset()
        if (!goesOn && typeof decoder === 'function') {
          if (delivered > 0) this.restarts++
          this.#decoding = this.#begin(delivered)
        }
        try {
          // What goes on repeats nothing.
          return this.take(await connect(url, options, life, goesOn ? 0 : delivered))
        } catch (error) {
          throw withCause(error, broken)
        }
      }
    }
    // By one of the functions that were asked, it may be.
    const why = life.cutBy ?? broken
    if (why !== undefined) throw why
    if (reconnect) throw new TruncatedStreamError('no-end-marker')
    this.#finish()
  }

  #begin(delivered?: number): EventDecoding<Item> {
    const { decoder, isContent, maxEventSize } = this.#options
    const own = typeof decoder === 'function' ? decoder() : decoder
    const decoding = new EventDecoding(own, this.#life, isContent, maxEventSize, this.restarts)
    if (delivered !== undefined) decoding.delivered = delivered
    return decoding
  }
}

// A refusal to go on is not why the stream broke.
function withCause(error: unknown, broken: unknown): unknown {
  if (error instanceof Error && broken !== undefined && error.cause === undefined) {
    Reflect.defineProperty(error, 'cause', { value: broken, configurable: true, writable: true })
  }
  return error
}
