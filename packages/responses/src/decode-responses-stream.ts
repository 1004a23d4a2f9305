import type { ByteSource, EventParserOptions } from '@sse/core'
import {
  decodeEventStream,
  decodeEventStreamSync,
  type DecodedStream,
  type DecodedStreamSync,
} from '@sse/core/decoder'
import type { ResponseStreamEvent } from './response-stream-event.ts'
import { ResponsesDecoder, type ResponsesDecoderOptions } from './responses-decoder.ts'

/** Settings of `decodeResponsesStream`: the decoder's and the parser's, but for what the protocol decides. */
export interface DecodeResponsesStreamOptions
  extends ResponsesDecoderOptions, Omit<EventParserOptions, 'done' | 'incomplete'> {}

/**
 * Reads the events of a Responses stream. It ends with the event that ends the response, without
 * waiting for the end of input.
 *
 * Rejects, after every event before, with `ERR_SSE_UPSTREAM`, `ERR_SSE_MALFORMED_PAYLOAD`,
 * `ERR_SSE_EVENT_TOO_LARGE`, `ERR_SSE_TRUNCATED`, `ERR_SSE_EMPTY_STREAM` or
 * `ERR_SSE_NOT_EVENT_STREAM`; when strict, with `ERR_SSE_ANOMALY`.
 */
export function decodeResponsesStream(
  source: ByteSource,
  options?: DecodeResponsesStreamOptions,
): DecodedStream<ResponseStreamEvent> {
  return decodeEventStream(source, new ResponsesDecoder(options), options)
}

/** The synchronous twin of `decodeResponsesStream`, for chunks of bytes at hand. Throws what that rejects with. */
export function decodeResponsesStreamSync(
  source: Iterable<Uint8Array>,
  options?: DecodeResponsesStreamOptions,
): DecodedStreamSync<ResponseStreamEvent> {
  return decodeEventStreamSync(source, new ResponsesDecoder(options), options)
}
