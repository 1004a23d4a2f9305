import { decodeEventStreamSync, type EventDecoder } from '@sse/core/decoder'
import type { PlatformAbortSignal } from './http.ts'
import type { DecodingOptions } from './item-source.ts'
import { abortError } from './lifetime.ts'
import { closedFor, type Outcome, outcomeOf } from './outcome.ts'
import type { SyncBody } from './sync-body.ts'
import type { SyncResponse } from './sync-response.ts'

/** How the bytes of a synchronous stream become items. */
export type DecodingSyncOptions<Item> = Pick<
  DecodingOptions<Item>,
  'decoder' | 'ending' | 'isContent' | 'maxEventSize'
>

/** What a `SyncStream` reads, item by item: undefined at the end, and after an error that was thrown. */
export interface SyncStreamSource<Item> {
  readonly response: SyncResponse
  readonly outcome: Outcome | undefined
  next(): Item | undefined
  /** Ends it now and quietly. By default it was closed. */
  close(outcome?: Outcome): void
}

/** The items of a request that another thread sends. */
export class SyncItemSource<Item> implements SyncStreamSource<Item> {
  outcome: Outcome | undefined
  readonly #body: SyncBody
  readonly #options: DecodingSyncOptions<Item>
  readonly #signal: PlatformAbortSignal | undefined
  readonly #decoder: EventDecoder<Item>
  readonly #items: Iterator<Item>

  /**
   * Has `send` send the request and blocks until the head of the response is there; throws what came
   * instead of it, and before that what is wrong with the options.
   */
  constructor(
    send: () => SyncBody,
    options: DecodingSyncOptions<Item>,
    signal: PlatformAbortSignal | undefined,
  ) {
    this.#options = options
    this.#signal = signal
    const { decoder, maxEventSize } = options
    this.#decoder = typeof decoder === 'function' ? decoder() : decoder
    const bytes = { [Symbol.iterator]: () => this.#body }
    this.#items = decodeEventStreamSync(bytes, this.#decoder, { maxEventSize })
    this.#body = send()
    this.#body.open()
  }

  get response(): SyncResponse {
    return this.#body.response
  }

  next(): Item | undefined {
    if (this.outcome !== undefined) return undefined
    try {
      if (this.#signal?.aborted === true) throw abortError(this.#signal)
      this.#body.look()
      const { done, value } = this.#items.next()
      if (done === true) return this.#complete()
      if (this.#options.isContent?.(value) ?? true) this.#body.content()
      return value
    } catch (error) {
      this.outcome = outcomeOf(error)
      this.#body.close()
      throw error
    }
  }

  close(outcome: Outcome = closedFor()): void {
    if (this.outcome !== undefined) return
    this.outcome = outcome
    this.#body.close()
  }

  #complete(): undefined {
    const { ending } = this.#options
    const status = ending?.() ?? 'completed'
    this.outcome =
      status === 'failed'
        ? { status, error: undefined }
        : { status, evidence: this.#decoder.completion }
    this.#body.drain()
  }
}
