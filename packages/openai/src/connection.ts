import { type Fetch, type PlatformAbortSignal, request, type StreamInit } from '@sse/client'

/** Settings of one call; they win over the client's. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Fields that are added to the body as they are: those that only some servers know. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined
  /** Aborting it fails the request, or the stream, with `ERR_SSE_ABORTED`. */
  readonly signal?: PlatformAbortSignal | undefined
}

interface ConnectionInit {
  readonly apiKey: string
  readonly baseURL: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly fetch?: Fetch | undefined
}

/** Where requests go, and with which headers. The key is in a private field: nothing prints it. */
export class Connection {
  readonly #baseURL: string
  readonly #headers: Readonly<Record<string, string>>
  readonly #fetch: Fetch | undefined

  constructor({ apiKey, baseURL, headers, fetch }: ConnectionInit) {
    if (!/^https?:\/\/./.test(baseURL)) {
      throw new TypeError('`baseURL` takes an absolute http or https URL')
    }
    this.#baseURL = baseURL.replace(/\/+$/, '')
    this.#headers = {
      'content-type': 'application/json',
      ...(apiKey === '' ? undefined : { authorization: `Bearer ${apiKey}` }),
      ...lowerCase(headers),
    }
    this.#fetch = fetch
  }

  /** Posts JSON and gives what a stream is made of, but for the decoder. */
  post(
    path: string,
    body: object,
    options: RequestOptions,
  ): Promise<Omit<StreamInit<never>, 'decoder'>> {
    return request(this.#baseURL + path, {
      method: 'POST',
      headers: { ...this.#headers, ...lowerCase(options.headers) },
      body: JSON.stringify({ ...body, ...options.extraBody }),
      signal: options.signal,
      fetch: this.#fetch,
    })
  }
}

// One spelling of each name, so that the later one wins.
function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
