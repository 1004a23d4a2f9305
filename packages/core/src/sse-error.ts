/**
 * The root of every error that the `@sse` packages raise about a stream.
 *
 * `code` is the contract: it is a literal of each subclass and never reused, so a `switch` on it
 * works across duplicate installs, where `instanceof` does not.
 */
export abstract class SSEError extends Error {
  abstract readonly code: `ERR_SSE_${string}`
}
