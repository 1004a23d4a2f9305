import type { HttpHeaders, HttpResponse } from './http.ts'

/** The runtime's own `Headers` where its types are loaded, else the part of it that is used. */
export type PlatformHeaders = typeof globalThis extends {
  Headers: { readonly prototype: infer Whole }
}
  ? Whole
  : HttpHeaders

/** The head of a response, as `fetch` gives it; the body is what the stream reads. */
export interface SyncResponse {
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly url: string
  readonly headers: PlatformHeaders
}

/** The head of a response as data that can go from one thread to another. */
export interface ResponseHead {
  readonly status: number
  readonly statusText: string
  readonly url: string
  readonly headers: HeaderList
  /** How long it was waited for content since the request was sent, in milliseconds. */
  readonly waited: number
}

export type HeaderList = readonly (readonly [name: string, value: string])[]

/** Takes a response's head down. */
export function headOf(response: HttpResponse, waited: number): ResponseHead {
  const { status, statusText, url, headers } = response
  return { status, statusText, url, headers: headerList(headers), waited }
}

/** Makes a response of its head. */
export function responseOf({ status, statusText, url, headers }: ResponseHead): SyncResponse {
  const ok = status >= 200 && status < 300
  return { status, statusText, ok, url, headers: headersOf(headers) }
}

/** The headers as a list. */
export function headerList(headers: HttpHeaders): HeaderList {
  const list: (readonly [string, string])[] = []
  headers.forEach((value, name) => {
    list.push([name, value])
  })
  return list
}

/** The runtime's `Headers` of a list. */
export function headersOf(list: HeaderList): PlatformHeaders {
  const headers = new Headers()
  for (const [name, value] of list) headers.append(name, value)
  return headers
}
