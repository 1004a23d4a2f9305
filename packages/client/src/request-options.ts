import type { HeadersInput } from './headers-input.ts'
import type { Fetch } from './http.ts'
import type { LifetimeOptions } from './lifetime.ts'
import type { Logger } from './logger.ts'
import type { RetryOptions } from './retry-policy.ts'

/** What is sent, with what it is sent, and how long and how often it is tried. */
export interface RequestOptions extends LifetimeOptions, RetryOptions {
  /** Default `GET`, or `POST` when there is a body. */
  readonly method?: string | undefined
  /** Added to `accept: text/event-stream`; they win over it. */
  readonly headers?: HeadersInput | undefined
  readonly body?: string | undefined
  /** Default: the `fetch` of the runtime, looked up at the time of the call. */
  readonly fetch?: Fetch | undefined
  /** Takes notes of requests, retries and ends. Default: nobody does. */
  readonly logger?: Logger | undefined
  /**
   * Whether a connection that ends is opened again, as the standard says: after the reconnection time
   * that the server set and a backoff, with `Last-Event-ID`, until it answers 204. Then only a response
   * of type `text/event-stream` is taken for a stream. Default false.
   *
   * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
   */
  readonly reconnect?: boolean | undefined
}
