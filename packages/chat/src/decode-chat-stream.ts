import type { ByteSource, EventParserOptions } from '@sse/core'
import {
  decodeEventStream,
  decodeEventStreamSync,
  type DecodedStream,
  type DecodedStreamSync,
} from '@sse/core/decoder'
import type { ChatCompletionChunk } from './chat-completion-chunk.ts'
import { ChatDecoder, type ChatDecoderOptions } from './chat-decoder.ts'

/** Settings of `decodeChatStream`: the decoder's and the parser's, but for what the protocol decides. */
export interface DecodeChatStreamOptions
  extends ChatDecoderOptions, Omit<EventParserOptions, 'done' | 'incomplete'> {}

/**
 * Reads the chunks of a Chat Completions stream. It ends at `[DONE]`, or with the input when enough
 * was seen to call the stream complete.
 *
 * Rejects, after every chunk before, with `ERR_SSE_UPSTREAM`, `ERR_SSE_MALFORMED_PAYLOAD`,
 * `ERR_SSE_EVENT_TOO_LARGE`, `ERR_SSE_TRUNCATED`, `ERR_SSE_EMPTY_STREAM` or
 * `ERR_SSE_NOT_EVENT_STREAM`; when strict, with `ERR_SSE_ANOMALY`.
 */
export function decodeChatStream(
  source: ByteSource,
  options?: DecodeChatStreamOptions,
): DecodedStream<ChatCompletionChunk> {
  return decodeEventStream(source, new ChatDecoder(options), options)
}

/** The synchronous twin of `decodeChatStream`, for chunks of bytes at hand. Throws what that rejects with. */
export function decodeChatStreamSync(
  source: Iterable<Uint8Array>,
  options?: DecodeChatStreamOptions,
): DecodedStreamSync<ChatCompletionChunk> {
  return decodeEventStreamSync(source, new ChatDecoder(options), options)
}
