export {
  decodeEventStream,
  decodeEventStreamSync,
  type DecodedStream,
  type DecodedStreamSync,
} from './decode-event-stream.ts'
export type { EventDecoder } from './event-decoder.ts'

export { EmptyStreamError } from './empty-stream-error.ts'
export { MalformedPayloadError } from './malformed-payload-error.ts'
export { TruncatedStreamError, type TruncationReason } from './truncated-stream-error.ts'
export { UpstreamError, type UpstreamErrorFields } from './upstream-error.ts'
