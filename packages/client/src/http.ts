// The part of the platform's HTTP interface that is used, by structure: no DOM or Node types are needed to compile
// against this package, and where they are there, they fit.

import type { ReadableByteStream } from '@sse/core'

/** Response headers, as `Headers` has them. */
export interface HttpHeaders {
  get(name: string): string | null
  has(name: string): boolean
  forEach(callback: (value: string, name: string) => void): void
}

/** A response, as `fetch` gives it. */
export interface HttpResponse {
  readonly status: number
  readonly statusText: string
  readonly ok: boolean
  readonly url: string
  /** `opaqueredirect` where a redirect is not shown. */
  readonly type?: string
  readonly headers: HttpHeaders
  readonly body: ReadableByteStream | null
}

/** What is asked of `fetch`. */
export interface HttpRequest {
  readonly method: string
  readonly headers: Record<string, string>
  readonly body?: string
  /** Redirects are followed by the client, which looks where they lead. */
  readonly redirect?: 'manual'
  readonly signal: PlatformAbortSignal
}

/** The `fetch` of any runtime, or a stand-in for it. */
export type Fetch = (url: string, request: HttpRequest) => Promise<HttpResponse>

/** The runtime's own `AbortSignal` where its types are loaded, else the part of it that is used. */
export type PlatformAbortSignal = typeof globalThis extends {
  AbortSignal: { readonly prototype: infer Signal }
}
  ? Signal
  : {
      readonly aborted: boolean
      readonly reason: unknown
      addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
      removeEventListener(type: 'abort', listener: () => void): void
    }

/** The runtime's own `Response` where its types are loaded, else the part of it that is used. */
export type PlatformResponse = typeof globalThis extends {
  Response: { readonly prototype: infer Whole }
}
  ? Whole
  : HttpResponse
