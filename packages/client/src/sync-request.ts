import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import { systemClock } from './clock.ts'
import { DeadlineTimer } from './deadlines.ts'
import { abortError } from './lifetime.ts'
import type { RequestURL } from './open-stream.ts'
import type { RequestOptions } from './request-options.ts'
import { SyncBody } from './sync-body.ts'
import {
  type DecodingSyncOptions,
  SyncItemSource,
  type SyncStreamSource,
} from './sync-item-source.ts'
import { SyncStream } from './sync-stream.ts'
import { syncThread } from './sync-thread.ts'

/** What is sent, and with what: those of the `RequestOptions` that can go to another thread. */
export interface RequestSyncOptions extends Pick<
  RequestOptions,
  'method' | 'headers' | 'body' | 'maxRetries' | 'deadlines'
> {
  /**
   * Fails the request with `ERR_SSE_ABORTED` when it was aborted before, and the stream when it was
   * aborted between two items. Nothing can abort it while this thread waits: use `deadlines`.
   */
  readonly signal?: RequestOptions['signal']
  /**
   * The URL of `@sse/client/sync-worker`, bundled as a program of its own. Default: the file beside
   * this one; pass it where this package is bundled into another file.
   */
  readonly worker?: RequestURL | undefined
}

/** What is asked for and how its answer is read. */
export interface OpenStreamSyncOptions<Item>
  extends RequestSyncOptions, DecodingSyncOptions<Item> {}

/**
 * Sends a request, blocks until the headers of its response are there, and gives the stream. Without
 * a `decoder` the items are the events.
 *
 * Throws what `openStream` rejects with; `ERR_SSE_CONNECTION` also when the thread behind it ends, and
 * a `TypeError` where no thread can be started, or where this one must not block: in a browser's page.
 */
export function openStreamSync<Item>(
  url: RequestURL,
  options: OpenStreamSyncOptions<Item>,
): SyncStream<Item>
export function openStreamSync(
  url: RequestURL,
  options?: Omit<OpenStreamSyncOptions<ServerSentEvent>, 'decoder'>,
): SyncStream<ServerSentEvent>
export function openStreamSync(
  url: RequestURL,
  options: Omit<OpenStreamSyncOptions<never>, 'decoder'> & { readonly decoder?: unknown } = {},
): SyncStream<unknown> {
  const decoder = (options.decoder ?? eventsAsItems) as EventDecoder<never>
  return new SyncStream(openSourceSync(url, { ...options, decoder }))
}

/**
 * Sends a request, blocks until the headers of its response are there, and gives what a `SyncStream`
 * is made of: for whoever extends it. Throws as `openStreamSync` does.
 */
export function openSourceSync<Item>(
  url: RequestURL,
  options: OpenStreamSyncOptions<Item>,
): SyncStreamSource<Item> {
  const { method, headers, body, maxRetries, signal, worker } = options
  for (const name of ['fetch', 'retry', 'logger', 'clock', 'reconnect', 'resume'] as const) {
    if ((options as unknown as Readonly<Record<string, unknown>>)[name] === undefined) continue
    throw new TypeError(
      `\`${name}\` is no option of a synchronous stream, which another thread reads`,
    )
  }
  const { firstContent, idleContent, total, ...deadlines } = options.deadlines ?? {}
  // Throws for what is no deadline, as it does for the others over there.
  const waits = { firstContent, idleContent, total }
  const { limits } = new DeadlineTimer(waits, systemClock, () => undefined)
  if (signal?.aborted === true) throw abortError(signal)
  const thread = syncThread(worker === undefined ? undefined : hrefOf(worker))
  const sent = { method, headers, body, maxRetries, deadlines }
  return new SyncItemSource(
    new SyncBody(thread, { url: hrefOf(url), options: sent }, limits),
    options,
    signal,
  )
}

function hrefOf(url: RequestURL): string {
  return typeof url === 'string' ? url : url.href
}

const eventsAsItems: EventDecoder<ServerSentEvent> = {
  decode: (event) => event,
  done: false,
  complete: true,
  finish: () => undefined,
}
