import {
  type DecodingOptions,
  type Fetch,
  openSource,
  type PlatformAbortSignal,
  request,
  type RequestOptions as ClientOptions,
  type ResumeRequest,
  type StreamSource,
} from '@sse/client'
import { MalformedPayloadError } from '@sse/core/decoder'
import type { ConnectionOptions, RequestOptions } from './request-options.ts'

export type { RequestOptions } from './request-options.ts'

/** What is asked for: `POST` with a body, else `GET`. */
export interface Call {
  readonly path: string
  readonly body?: object | undefined
  readonly query?: ConnectionOptions['query']
}

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
    checkBaseURL(options.baseURL)
    this.#options = options
  }

  /** The settings of a call: its own over the client's. */
  settings(options: RequestOptions): Settings {
    const { headers, query, deadlines, signal, baseURL } = options
    if (baseURL !== undefined) checkBaseURL(baseURL)
    const own = this.#options
    const given = Object.entries(options).filter(([, value]) => value !== undefined)
    return {
      ...own,
      ...Object.fromEntries(given),
      headers: { ...lowerCase(own.headers), ...lowerCase(headers) },
      query: { ...own.query, ...query },
      deadlines: { ...own.deadlines, ...deadlines },
      signal: either(own.signal, signal),
    }
  }

  /** Sends a call and gives what a stream is made of. */
  stream<Item>(
    call: Call,
    settings: Settings,
    decoding: DecodingOptions<Item>,
  ): Promise<StreamSource<Item>> {
    const { url, ...terms } = requestOf(call, settings)
    return openSource(url, { ...terms, ...decoding })
  }

  /** Sends a call and gives the JSON of its answer. */
  async json<Answer>(call: Call, settings: Settings): Promise<Answer> {
    const { url, headers, ...terms } = requestOf(call, settings)
    const open = await request(url, {
      ...terms,
      headers: { accept: 'application/json', ...headers },
    })
    try {
      const body = open.read()
      const utf8 = new TextDecoder()
      let text = ''
      for (;;) {
        const chunk = await body.read()
        if (chunk.done) return parse(text + utf8.decode()) as Answer
        text += utf8.decode(chunk.value, { stream: true })
      }
    } finally {
      open.release()
    }
  }
}

/** The request of a call, as the client sends it, and sends it again. */
export function requestOf(
  { path, body, query }: Call,
  settings: Settings,
): ResumeRequest & ClientOptions {
  const { apiKey, organization, project, extraBody, clock, deadlines, logger, signal } = settings
  const headers: Record<string, string> = {
    ...(body === undefined ? undefined : { 'content-type': 'application/json' }),
    ...(organization ? { 'openai-organization': organization } : undefined),
    ...(project ? { 'openai-project': project } : undefined),
    ...(typeof apiKey === 'string' && apiKey !== '' ? authorization(apiKey) : undefined),
    ...settings.headers,
  }
  const isAsked = typeof apiKey === 'function' && headers['authorization'] === undefined
  return {
    url: urlOf(settings.baseURL, path, { ...settings.query, ...query }),
    method: body === undefined ? 'GET' : 'POST',
    headers,
    body: body && JSON.stringify({ ...body, ...extraBody }),
    clock,
    deadlines,
    logger,
    signal,
    maxRetries: settings.maxRetries,
    retry: settings.retry,
    fetch: isAsked ? fetchWithKey(apiKey, settings.fetch) : settings.fetch,
  }
}

// Behind `fetch`, where deadlines and the signal reach, and each attempt asks anew.
function fetchWithKey(apiKey: () => string | Promise<string>, fetch: Fetch | undefined): Fetch {
  return async (url, { headers, ...init }) => {
    const key = await apiKey()
    // What `fetch` says of a header that it refuses has the header in it.
    if (!/^[!-~]+$/.test(key)) throw new TypeError('`apiKey` gave no key that a header can hold')
    const send = fetch ?? (globalThis as { readonly fetch?: Fetch }).fetch!
    return send(url, { ...init, headers: { ...headers, ...authorization(key) } })
  }
}

function authorization(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

function urlOf(
  baseURL: string,
  path: string,
  query: NonNullable<ConnectionOptions['query']>,
): string {
  const [base = '', ...own] = baseURL.replace(/#.*/s, '').split('?')
  const added = Object.entries(query).filter(([, value]) => value !== undefined)
  const pairs = added.map((pair) => pair.map((part) => encodeURIComponent(part!)).join('='))
  const all = [...own, ...pairs].filter((part) => part !== '').join('&')
  return base.replace(/\/+$/, '') + path + (all === '' ? '' : `?${all}`)
}

function checkBaseURL(baseURL: string): void {
  if (!/^https?:\/\/./.test(baseURL)) {
    throw new TypeError('`baseURL` takes an absolute http or https URL')
  }
}

// One spelling of each name, so that the later one wins.
function lowerCase(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

interface Runtime {
  readonly AbortSignal: { any(signals: readonly PlatformAbortSignal[]): PlatformAbortSignal }
}

function either(
  one: PlatformAbortSignal | undefined,
  other: PlatformAbortSignal | undefined,
): PlatformAbortSignal | undefined {
  if (one === undefined || other === undefined || one === other) return one ?? other
  return (globalThis as unknown as Runtime).AbortSignal.any([one, other])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // V8's message would have a piece of the text in it.
    const event = { event: undefined, data: text, id: undefined, retry: undefined, lastEventId: '' }
    throw new MalformedPayloadError('The answer is not JSON', event)
  }
}

/** Refuses a call that asks for no stream, as JavaScript may: the answer would be none. */
export function checkStreamed(params: { readonly stream?: unknown }): void {
  if (params?.stream !== true) throw new TypeError('Pass stream: true: this client only streams')
}
