import {
  type DecodingOptions,
  type Fetch,
  openSource,
  type RequestOptions as ClientOptions,
  type ResumeRequest,
  type StreamSource,
} from '@sse/client'
import { authorization, type Call, checkAccess, messageOf, settingsOf } from './call.ts'
import type { ConnectionOptions, RequestOptions } from './request-options.ts'

export type { Call } from './call.ts'
export type { RequestOptions } from './request-options.ts'

/** What the client itself has settled. */
export interface ConnectionInit extends ConnectionOptions {
  readonly apiKey: NonNullable<ConnectionOptions['apiKey']>
  readonly baseURL: string
}

type Settings = ConnectionInit & RequestOptions

/** Where requests go, with which headers and on which terms. The key is in a private field: nothing prints it. */
export class Connection {
  readonly #options: ConnectionInit

  constructor(options: ConnectionInit) {
    checkAccess(options)
    this.#options = options
  }

  /** The settings of a call: its own over the client's. */
  settings<Options extends RequestOptions>(options: Options): Settings & Options {
    return settingsOf(this.#options, options as Options & Partial<Settings>)
  }

  /** Sends a call and gives what a stream is made of. */
  stream<Item>(
    call: Call,
    settings: Settings,
    decoding: DecodingOptions<Item>,
  ): Promise<StreamSource<Item>> {
    const { url, ...terms } = requestOf(call, settings)
    const { maxEventSize } = settings
    return openSource(url, { ...terms, maxEventSize, ...decoding })
  }
}

/** The request of a call, as the client sends it, and sends it again. */
export function requestOf(call: Call, settings: Settings): ResumeRequest & ClientOptions {
  const { apiKey, clock, deadlines, fetch, logger, maxRetries, retry, signal } = settings
  const message = messageOf(call, settings)
  const isAsked = typeof apiKey === 'function' && message.headers['authorization'] === undefined
  return {
    ...message,
    clock,
    deadlines,
    logger,
    signal,
    maxRetries,
    retry,
    fetch: isAsked ? fetchWithKey(apiKey, fetch) : fetch,
  }
}

// Behind `fetch`, where deadlines and the signal reach, and each attempt asks anew.
function fetchWithKey(apiKey: () => string | Promise<string>, fetch: Fetch | undefined): Fetch {
  return async (url, { headers, ...init }) => {
    const key = await apiKey()
    // What `fetch` says of a header that it refuses has the header in it.
    if (typeof key !== 'string' || !/^[!-~]+$/.test(key))
      throw new TypeError('`apiKey` gave no key that a header can hold')
    const send = fetch ?? (globalThis as { readonly fetch?: Fetch }).fetch!
    return send(url, { ...init, headers: { ...headers, ...authorization(key) } })
  }
}
