import type { ServerSentEvent } from '@sse/core'
import type { EventDecoder } from '@sse/core/decoder'
import { checkRequest } from './check-request.ts'
import { checkDeadlines } from './deadlines.ts'
import { mergeHeaders, sentHeaders } from './headers-input.ts'
import { abortError } from './lifetime.ts'
import type { RequestOptions } from './request-options.ts'
import { hrefOf, type RequestURL } from './request-url.ts'
import { SyncBody } from './sync-body.ts'
import {
  type DecodingSyncOptions,
  SyncItemSource,
  type SyncStreamSource,
} from './sync-item-source.ts'
import { SyncStream } from './sync-stream.ts'
import { syncThread, workerURL } from './sync-thread.ts'

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
  return new SyncItemSource(() => requestSync(url, options), options, options.signal)
}

/**
 * Has a request sent. With a limit in bytes its body is passed on when it is there whole, or not at
 * all. Throws what is wrong with the options.
 */
export function requestSync(
  url: RequestURL,
  options: RequestSyncOptions,
  wholeUpTo?: number,
): SyncBody {
  const { method, body, maxRetries, signal, worker } = options
  const headers = mergeHeaders(options.headers)
  for (const name of ['fetch', 'retry', 'logger', 'clock', 'reconnect', 'resume'] as const) {
    if ((options as unknown as Readonly<Record<string, unknown>>)[name] === undefined) continue
    throw new TypeError(
      `\`${name}\` is no option of a synchronous request, which another thread sends`,
    )
  }
  const { total, ...deadlines } = options.deadlines ?? {}
  const { firstContent, idleContent } = deadlines
  // Over there they are counted up to the headers; what the content is of a body that is whole is known there, too.
  const waits = wholeUpTo === undefined ? { firstContent, idleContent, total } : { total }
  // Throws for what is no deadline, as it does for the others over there.
  checkDeadlines(waits)
  // Here and not over there, where the answer would be an error that was sent across.
  checkRequest(hrefOf(url), sentHeaders(headers))
  if (signal?.aborted === true) throw abortError(signal)
  const thread = syncThread(hrefOf(worker ?? workerURL()))
  const sent = { method, headers, body, maxRetries, deadlines }
  try {
    return new SyncBody(thread, { url: hrefOf(url), options: sent, wholeUpTo }, waits)
  } catch (error) {
    throw unsendable(sent) ?? error
  }
}

// The runtime's error says neither where it is, nor hides what it is.
function unsendable(sent: object): TypeError | undefined {
  const found = Object.entries(sent).find(([, value]) => !isCloneable(value))
  return found && new TypeError(`\`${found[0]}\` holds what cannot go to another thread`)
}

function isCloneable(value: unknown): boolean {
  try {
    structuredClone(value)
    return true
  } catch {
    return false
  }
}

const eventsAsItems: EventDecoder<ServerSentEvent> = {
  decode: (event) => event,
  done: false,
  complete: true,
  finish: () => undefined,
}
