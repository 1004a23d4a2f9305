import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'
import { APIUserAbortError } from './api-user-abort-error.ts'
import { BodySource } from './body-source.ts'
import { connect } from './connect.ts'
import { codeOf } from './error-code.ts'
import { EventDecoding, type EventRecord } from './event-decoding.ts'
import { hide } from './hidden-property.ts'
import type { HttpResponse } from './http.ts'
import type { Lifetime } from './lifetime.ts'
import { log } from './logger.ts'
import { closedFor, type Outcome, outcomeOf } from './outcome.ts'
import { reconnectRequest, type Resume, type ResumeRequest } from './reconnect.ts'
import type { RequestOptions } from './request-options.ts'
import { retryDelay } from './retry-policy.ts'
import type { StreamSource } from './stream-source.ts'
import type { StreamTiming } from './stream-timing.ts'

/** How a response becomes items. */
export interface DecodingOptions<Item> {
  /**
   * Makes of each event an item. One decoder serves one answer: a function makes one for each, so that
   * a `retry` behind the first item can begin anew, and for each connection of a `resume`.
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
  #body!: BodySource
  // The decoder has had its last word; what it made of a body that is no event stream was handed out.
  #settled = false
  // What the connection before this one was lost by.
  #lost: unknown

  constructor(url: string, options: RequestOptions & DecodingOptions<Item>, life: Lifetime) {
    this.#url = url
    this.#options = options
    this.#life = life
    life.goesOn = options.resume !== undefined || options.reconnect === true
    this.#decoding = new EventDecoding(options, life, 0, 0)
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
    if (this.#life.isCut()) return 'cut'
    return this.#body.ended ? 'received' : undefined
  }

  watch(onClosing: () => void): void {
    this.#life.onClosing = onClosing
  }

  next(): Promise<Item | undefined> {
    return this.#pull(false) as Promise<Item | undefined>
  }

  nextRecord(): Promise<EventRecord<Item> | undefined> {
    return this.#pull(true) as Promise<EventRecord<Item> | undefined>
  }

  close(outcome: Outcome = closedFor()): void {
    if (this.outcome !== undefined) return
    this.#settle(outcome)
    this.#life.cut(new APIUserAbortError('The stream was closed'))
  }

  async #pull(byEvent: boolean): Promise<EventRecord<Item> | Item | undefined> {
    const life = this.#life
    try {
      while (this.outcome === undefined) {
        life.check()
        const decoding = this.#decoding
        const unit = byEvent ? decoding.readRecord() : decoding.read()
        if (unit !== undefined) return unit
        if (decoding.finished || decoding.decoder.done) {
          let last: EventRecord<Item> | undefined
          try {
            last = this.#settled ? undefined : decoding.settle()
          } catch (error) {
            if (await this.#goesOnBehind(error)) continue
            throw this.#ofAll(error)
          }
          this.#settled = true
          if (last === undefined) return this.#complete()
          // What the stream amounts to is asked when this was handed out, too.
          return byEvent ? last : last.items[0]
        }
        const chunk = this.#body.take()
        if (chunk !== undefined) decoding.parser.push(chunk)
        else if (this.#body.ended) await this.#endOfInput(this.#body.failure)
        else await this.#body.more()
      }
      return undefined
    } catch (error) {
      // It was closed while it waited.
      if (this.outcome !== undefined) return undefined
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
    const code = codeOf((outcome as { readonly error?: unknown }).error)
    const { timing } = this
    log(this.#options.logger, code === undefined ? 'debug' : 'warn', 'end', {
      status,
      code,
      timing,
    })
  }

  async #endOfInput(broken: unknown): Promise<void> {
    const { decoder } = this.#decoding
    // What the end has cut off may be whole, and the last there is.
    const isLast = decoder.complete || this.response.status === 204 || this.#mayResume
    if ((broken === undefined && isLast) || !(await this.#goOn(broken))) this.#decoding.finish()
  }

  // What came last was no end; or what came instead of the rest is no event stream.
  async #goesOnBehind(error: unknown): Promise<boolean> {
    if (outcomeOf(error).status === 'truncated') {
      if (!this.#mayResume) return false
      this.#life.abort()
      return this.#goOn(undefined, error)
    }
    if (codeOf(error) === 'ERR_SSE_NOT_EVENT_STREAM') withCause(error, this.#lost)
    return false
  }

  // A connection that goes on may bring nothing: what came before it is no empty stream.
  #ofAll(error: unknown): unknown {
    const isEmpty = codeOf(error) === 'ERR_SSE_EMPTY_STREAM' && this.#decoding.delivered > 0
    return isEmpty ? withCause(new TruncatedStreamError('no-end-marker'), this.#lost) : error
  }

  get #mayResume(): boolean {
    const { decoder, resume } = this.#options
    return resume !== undefined && typeof decoder === 'function'
  }

  // The connection is lost, too early. False when there is none to go on with, and nothing to say about that.
  async #goOn(broken: unknown, lost: unknown = broken): Promise<boolean> {
    const options = this.#options
    const life = this.#life
    life.check()
    const { goesOn, retries } = life
    const { decoder } = options
    const { parser, delivered } = this.#decoding
    const { lastEventId, reconnectionTime = 0 } = parser
    const attempt = retries + 1
    const again = (): ResumeRequest => reconnectRequest(this.#url, options, lastEventId)
    const { resume = again } = options
    const mayRestart = delivered === 0 || typeof decoder === 'function'
    const delay =
      goesOn || (broken !== undefined && mayRestart)
        ? retryDelay(broken, retries, delivered, options, goesOn ? reconnectionTime : undefined)
        : undefined
    const request =
      delay === undefined ? undefined : resume({ attempt, error: broken, lastEventId, delivered })
    if (delay !== undefined && request !== undefined) {
      life.retries = attempt
      log(options.logger, 'info', 'reconnect', { attempt, delay })
      const sent = await life.sleep(delay, request)
      if (sent !== undefined) {
        const { url, method, headers = options.headers, body } = sent
        if (options.resume === undefined) parser.reset()
        else this.#decoding.goOn()
        if (!goesOn && typeof decoder === 'function') {
          if (delivered > 0) this.restarts++
          this.#decoding = new EventDecoding(options, life, this.restarts, delivered)
        }
        try {
          const terms = { ...options, method, headers, body }
          // What goes on repeats nothing.
          this.take(await connect(url, terms, life, goesOn ? 0 : delivered))
          this.#lost = lost
          return true
        } catch (error) {
          throw withCause(error, lost)
        }
      }
    }
    // By one of the functions that were asked, it may be.
    life.check()
    if (broken !== undefined) throw broken
    if (options.reconnect) throw new TruncatedStreamError('no-end-marker')
    return false
  }
}

// A refusal to go on is not why the stream broke.
function withCause(error: unknown, lost: unknown): unknown {
  if (error instanceof Error && lost !== undefined && error.cause === undefined) {
    hide(error, 'cause', lost)
  }
  return error
}
