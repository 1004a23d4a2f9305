import type { RequestSyncOptions as ClientOptions } from '@sse/client/sync'
import type { ConnectionOptions, RequestOptions } from './request-options.ts'

/** Where requests go, who sends them, and how long and how often they are tried. */
export interface ConnectionSyncOptions
  extends
    Pick<
      ConnectionOptions,
      'baseURL' | 'maxEventSize' | 'onAnomaly' | 'organization' | 'project' | 'query' | 'strict'
    >,
    Pick<ClientOptions, 'deadlines' | 'headers' | 'maxRetries' | 'signal' | 'worker'> {
  /** Default: `OPENAI_API_KEY` of the environment. An empty string sends no `Authorization`. */
  readonly apiKey?: string | undefined
}

/**
 * Settings of one call. They win over the client's; `headers`, `query` and `deadlines` are added to
 * those one by one, and a `signal` to the client's: either one aborts.
 */
export interface RequestSyncOptions
  extends ConnectionSyncOptions, Pick<RequestOptions, 'extraBody'> {}

/** Refuses what the thread that sends requests cannot be given. Throws a `TypeError` that says so. */
export function checkSyncOptions(options: object): void {
  for (const name of ['clock', 'fetch', 'logger', 'resume', 'retry']) {
    if ((options as Readonly<Record<string, unknown>>)[name] === undefined) continue
    throw new TypeError(
      `\`${name}\` is no option of a synchronous client: another thread sends requests`,
    )
  }
  if (typeof (options as ConnectionOptions).apiKey === 'function') {
    throw new TypeError(
      '`apiKey` takes a string in a synchronous client: get the key first, and pass it with each call if it changes',
    )
  }
}
