import type { PlatformAbortSignal } from '@sse/client'
import type { ConnectionOptions, RequestOptions } from './request-options.ts'

/** What is asked for: `POST` with a body, else `GET`. */
export interface Call {
  readonly path: string
  readonly body?: object | undefined
  readonly query?: ConnectionOptions['query']
}

/** The settings that decide what is sent; whoever sends it has others. */
export interface CallSettings extends Pick<
  RequestOptions,
  'deadlines' | 'extraBody' | 'headers' | 'organization' | 'project' | 'query' | 'signal'
> {
  readonly apiKey: NonNullable<ConnectionOptions['apiKey']>
  readonly baseURL: string
}

/** A call as it goes over the wire. The names of headers are in lower case. */
export interface CallMessage {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** The settings of a call: its own over the client's. Throws a `TypeError` when `baseURL` is no URL. */
export function settingsOf<Own extends CallSettings, Given extends Partial<CallSettings>>(
  own: Own,
  options: Given,
): Own & Given {
  const { headers, query, deadlines, signal, baseURL } = options
  if (baseURL !== undefined) checkBaseURL(baseURL)
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return {
    ...own,
    ...(Object.fromEntries(given) as Given),
    headers: { ...lowerCase(own.headers), ...lowerCase(headers) },
    query: { ...own.query, ...query },
    deadlines: { ...own.deadlines, ...deadlines },
    signal: either(own.signal, signal),
  }
}

/** What is sent for a call. A key that is a function is left to whoever sends it. */
export function messageOf({ path, body, query }: Call, settings: CallSettings): CallMessage {
  const { apiKey, organization, project, extraBody } = settings
  return {
    url: urlOf(settings.baseURL, path, { ...settings.query, ...query }),
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? undefined : { 'content-type': 'application/json' }),
      ...(organization ? { 'openai-organization': organization } : undefined),
      ...(project ? { 'openai-project': project } : undefined),
      ...(typeof apiKey === 'string' && apiKey !== '' ? authorization(apiKey) : undefined),
      ...settings.headers,
    },
    body: body && JSON.stringify({ ...body, ...extraBody }),
  }
}

/** The header that a key goes into. */
export function authorization(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` }
}

/** Refuses what is no address of an API. */
export function checkBaseURL(baseURL: string): void {
  if (!/^https?:\/\/./.test(baseURL)) {
    throw new TypeError('`baseURL` takes an absolute http or https URL')
  }
}

/** Refuses a call that asks for no stream, as JavaScript may: the answer would be none. */
export function checkStreamed(params: { readonly stream?: unknown }): void {
  if (params?.stream !== true) throw new TypeError('Pass stream: true: this client only streams')
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
