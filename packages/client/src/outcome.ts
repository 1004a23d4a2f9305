import type { SSEError } from '@sse/core'

/** How a stream ended, and what says so. */
export type Outcome =
  /** The stream said that it was whole; `evidence` is the decoder's, such as `done-sentinel`. */
  | { readonly status: 'completed'; readonly evidence: string | undefined }
  /** It ended, and nothing said that it was whole. */
  | { readonly status: 'truncated'; readonly error: SSEError }
  /** The server reported an error, the connection broke, or what came made no sense. */
  | { readonly status: 'failed'; readonly error: unknown }
  /** The caller ended it: by `close()` or by leaving the loop, or by the signal. */
  | { readonly status: 'aborted'; readonly by: 'close' | 'signal' }
