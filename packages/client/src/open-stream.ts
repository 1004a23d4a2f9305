import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import { BodySource } from './body-source.ts'
import { connect } from './connect.ts'
import { mergeHeaders } from './headers-input.ts'
import type { HttpResponse } from './http.ts'
import { type DecodingOptions, ItemSource } from './item-source.ts'
import { beginLifetime, type Lifetime } from './lifetime.ts'
import { log } from './logger.ts'
import { codeOf } from './error-code.ts'
import type { RequestOptions } from './request-options.ts'
import { hrefOf, type RequestURL } from './request-url.ts'
import { Stream } from './stream.ts'
import type { StreamSource } from './stream-source.ts'

export type { RequestOptions } from './request-options.ts'

/** What is asked for and how its answer is read. */
export interface OpenStreamOptions<Item> extends RequestOptions, DecodingOptions<Item> {}

/**
 * Sends a request and gives the stream of its response, as soon as the headers are there. Without a
 * `decoder` the items are the events.
 *
 * Rejects, when no attempt did better, with `ERR_SSE_CONNECTION` when no response came, with
 * `ERR_SSE_TIMEOUT` when a deadline passed, with `ERR_SSE_ABORTED` when the signal was aborted, with
 * the code of an `APIStatusError` when the status is not a success; with a `TypeError` for a URL or a
 * header that cannot be sent and a `RangeError` for a deadline that is none.
 */
export function openStream<Item>(
  url: RequestURL,
  options: OpenStreamOptions<Item>,
): Promise<Stream<Item>>
export function openStream(
  url: RequestURL,
  options?: Omit<OpenStreamOptions<ServerSentEvent>, 'decoder'>,
): Promise<Stream<ServerSentEvent>>
export async function openStream(
  url: RequestURL,
  options: Omit<OpenStreamOptions<never>, 'decoder'> & { readonly decoder?: unknown } = {},
): Promise<Stream<unknown>> {
  const decoder = (options.decoder ??
    (() => eventsAsItems(options.reconnect))) as EventDecoder<never>
  return new Stream(await openSource(url, { ...options, decoder }))
}

/** Sends a request and gives what a `Stream` is made of: for whoever extends it. Rejects as `openStream` does. */
export async function openSource<Item>(
  url: RequestURL,
  options: OpenStreamOptions<Item>,
): Promise<StreamSource<Item>> {
  const target = hrefOf(url)
  return within(options, async (life) => {
    // Read once: an iterator gives them once, and there may be several requests.
    const terms = { ...options, headers: mergeHeaders(options.headers) }
    const source = new ItemSource(target, terms, life)
    source.take(await connect(target, terms, life))
    return source
  })
}

/** A request that was answered with a stream. */
export interface OpenRequest {
  readonly response: HttpResponse
  /**
   * Gives the reader of its body, which fails with our errors. It counts the deadlines of bytes, and
   * those of content where all of the body is `content`.
   */
  read(what?: 'content'): BodySource
  /** Ends the request. To be called once, when nothing more is to be read. */
  release(): void
}

/**
 * Sends a request that asks for an event stream, and leaves the bytes of the answer to the caller.
 * Rejects as `openStream` does.
 */
export async function request(url: RequestURL, options: RequestOptions): Promise<OpenRequest> {
  return within(options, async (life) => {
    const response = await connect(hrefOf(url), options, life)
    return {
      response,
      read: (what) => {
        if (what === undefined) life.passOn()
        return new BodySource(response, life)
      },
      release: () => life.cut(),
    }
  })
}

/** Does what belongs to one request, and ends that and its lifetime when it fails. */
export async function within<T>(
  options: RequestOptions,
  open: (life: Lifetime) => Promise<T>,
): Promise<T> {
  const life = beginLifetime(options)
  try {
    return await open(life)
  } catch (error) {
    life.cut()
    log(options.logger, 'warn', 'failed', { code: codeOf(error) })
    throw error
  }
}

// An event stream has no end of its own: where it is not to be reconnected, the end of input will do.
function eventsAsItems(reconnect = false): EventDecoder<ServerSentEvent> {
  return { decode: (event) => event, done: false, complete: !reconnect, finish: () => undefined }
}
