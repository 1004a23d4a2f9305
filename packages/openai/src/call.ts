import { type HeadersInput, mergeHeaders, type PlatformAbortSignal } from '@sse/client'
import type { ConnectionOptions, QueryValue, RequestOptions } from './request-options.ts'

/** What is asked for: `POST` with a body, else `GET`. */
export interface Call {
  readonly path: string
  readonly body?: object | undefined
  readonly query?: ConnectionOptions['query']
}

/** The settings that decide what is sent; whoever sends it has others. */
export interface CallSettings extends Pick<
  RequestOptions,
  'deadlines' | 'extraBody' | 'organization' | 'project' | 'query' | 'signal'
> {
  readonly headers?: HeadersInput | undefined
  readonly apiKey: NonNullable<ConnectionOptions['apiKey']>
  readonly baseURL: string
}

/** A call as it goes over the wire. The names of headers are in lower case; null is for none. */
export interface CallMessage {
  readonly url: string
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string | null>>
  readonly body: string | undefined
}

/** The settings of a call: its own over the client's. Throws a `TypeError` for what is no key, no URL or no header. */
export function settingsOf<Own extends CallSettings, Given extends Partial<CallSettings>>(
  own: Own,
  options: Given,
): Own & Given {
  const { apiKey = own.apiKey, baseURL = own.baseURL, headers, query, deadlines, signal } = options
  checkAccess({ apiKey, baseURL })
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return {
    ...own,
    ...(Object.fromEntries(given) as Given),
    headers: mergeHeaders(own.headers, headers),
    query: { ...own.query, ...query },
    deadlines: { ...own.deadlines, ...deadlines },
    signal: either(own.signal, signal),
  }
}

/** What is sent for a call. A key that is a function is left to whoever sends it. */
export function messageOf({ path, body, query }: Call, settings: CallSettings): CallMessage {
  const { apiKey, organization, project, extraBody, headers } = settings
  return {
    url: urlOf(settings.baseURL, path, { ...settings.query, ...query }),
    method: body === undefined ? 'GET' : 'POST',
    headers: mergeHeaders(
      {
        'content-type': body && 'application/json',
        'openai-organization': organization || undefined,
        'openai-project': project || undefined,
        ...(typeof apiKey === 'string' && apiKey !== '' ? authorization(apiKey) : undefined),
      },
      headers,
    ),
    body: body && JSON.stringify({ ...body, ...extraBody }),
  }
}

/** The header that a key goes into. */
export function authorization(key: string): { readonly authorization: string } {
  return { authorization: `Bearer ${key}` }
}

/** Refuses what is no key and no address of an API. */
export function checkAccess({ apiKey, baseURL }: Pick<CallSettings, 'apiKey' | 'baseURL'>): void {
  if (typeof apiKey !== 'string' && typeof apiKey !== 'function') {
    throw new TypeError('`apiKey` takes a string, or a function that gives one')
  }
  if (!/^https?:\/\/./i.test(baseURL)) {
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
  const added = Object.entries(query).flatMap(([name, value]) =>
    isList(value) ? value.map((each) => [`${name}[]`, each] as const) : [[name, value] as const],
  )
  const pairs = added
    .filter(([, value]) => value !== undefined)
    .map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('='))
  const all = [...own, ...pairs].filter((part) => part !== '').join('&')
  return base.replace(/\/+$/, '') + path + (all === '' ? '' : `?${all}`)
}

function isList(value: unknown): value is readonly QueryValue[] {
  return Array.isArray(value)
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
