import {
  type DecodingSyncOptions,
  openSourceSync,
  type RequestSyncOptions as ClientOptions,
  type SyncStreamSource,
} from '@sse/client/sync'
import type { RequestOptions } from './connection.ts'

/** Settings of one call; they win over the client's. */
export interface RequestSyncOptions
  extends
    Pick<RequestOptions, 'headers' | 'extraBody'>,
    Pick<ClientOptions, 'deadlines' | 'maxRetries' | 'signal'> {}

export interface SyncConnectionInit extends Pick<
  ClientOptions,
  'headers' | 'deadlines' | 'maxRetries' | 'worker'
> {
  readonly apiKey: string
  readonly baseURL: string
}

/** Where requests go, and with which headers. The key is in a private field: nothing prints it. */
export class SyncConnection {
  readonly #baseURL: string
  readonly #options: ClientOptions

  constructor({ apiKey, baseURL, headers, deadlines, maxRetries, worker }: SyncConnectionInit) {
    if (!/^https?:\/\/./.test(baseURL)) {
      throw new TypeError('`baseURL` takes an absolute http or https URL')
    }
    this.#baseURL = baseURL.replace(/\/+$/, '')
    this.#options = {
      deadlines,
      maxRetries,
      worker,
      headers: {
        'content-type': 'application/json',
        ...(apiKey === '' ? undefined : { authorization: `Bearer ${apiKey}` }),
        ...lowerCase(headers),
      },
    }
  }

  /** Posts JSON and gives what a stream is made of. */
  post<Item>(
    path: string,
    body: object,
    options: RequestSyncOptions,
    decoding: DecodingSyncOptions<Item>,
  ): SyncStreamSource<Item> {
    return openSourceSync(this.#baseURL + path, {
      ...decoding,
      ...this.#options,
      signal: options.signal,
      deadlines: { ...this.#options.deadlines, ...options.deadlines },
      maxRetries: options.maxRetries ?? this.#options.maxRetries,
      method: 'POST',
      headers: { ...this.#options.headers, ...lowerCase(options.headers) },
      body: JSON.stringify({ ...body, ...options.extraBody }),
    })
  }
}

// One spelling of each name, so that the later one wins.
function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
