import type { ChatAnomaly } from '@sse/chat'
import type { RequestOptions as ClientOptions } from '@sse/client'
import type { ResponsesAnomaly } from '@sse/responses'

/** What a parameter of a query is. */
export type QueryValue = string | number | boolean | null | undefined

/** Where requests go, who sends them, and how long and how often they are tried. */
export interface ConnectionOptions extends Pick<
  ClientOptions,
  'clock' | 'deadlines' | 'fetch' | 'headers' | 'logger' | 'maxRetries' | 'retry' | 'signal'
> {
  /**
   * Default: `OPENAI_API_KEY` of the environment. A function is asked before each attempt, within its
   * deadlines, for keys that change. An empty string sends no `Authorization`.
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined
  /** Default: `OPENAI_BASE_URL` of the environment, else `https://api.openai.com/v1`, which `''` is as well. It may have a query. */
  readonly baseURL?: string | undefined
  /** Sent as `OpenAI-Organization`. Default: `OPENAI_ORG_ID` of the environment; null for none. */
  readonly organization?: string | null | undefined
  /** Sent as `OpenAI-Project`. Default: `OPENAI_PROJECT_ID` of the environment; null for none. */
  readonly project?: string | null | undefined
  /**
   * Added to the query of every URL, such as Azure's `api-version`. An array is sent as `name[]`, once
   * for each of its values, and null as the empty text.
   */
  readonly query?: Readonly<Record<string, QueryValue | readonly QueryValue[]>> | undefined
  /** Takes each deviation of a stream that was repaired, once per code and connection. */
  readonly onAnomaly?: ((anomaly: ChatAnomaly | ResponsesAnomaly) => void) | undefined
  /**
   * Most bytes that the lines of one event may have, and the answer to `responses.cancel`. Default
   * 64 MiB; `Infinity` turns it off. Passing it is `ERR_SSE_EVENT_TOO_LARGE`, behind every item before
   * it, and of an answer `ERR_SSE_BODY_TOO_LARGE`.
   */
  readonly maxEventSize?: number | undefined
  /** Whether the first deviation ends the stream, with `ERR_SSE_ANOMALY`. Default false. */
  readonly strict?: boolean | undefined
}

/**
 * Settings of one call. They win over the client's; `headers`, `query` and `deadlines` are added to
 * those one by one, and a `signal` to the client's: either one aborts.
 */
export interface RequestOptions extends ConnectionOptions {
  /** Fields that are added to the body as they are: those that only some servers know. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined
}
