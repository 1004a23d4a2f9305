export { DONE } from './done.ts'
export { EventParser } from './event-parser.ts'
export {
  DEFAULT_MAX_EVENT_SIZE,
  type EventParserOptions,
  type UnknownFieldLine,
} from './event-parser-options.ts'
export type { EventParserState } from './event-parser-state.ts'
export type { ServerSentEvent } from './server-sent-event.ts'

export {
  type EventStream,
  type EventStreamSync,
  parseEventStream,
  parseEventStreamSync,
} from './parse-event-stream.ts'
export type { ByteReader, ByteSource, ReadableByteStream } from './byte-source.ts'
export type { EventStreamIterable } from './event-stream-iterable.ts'

export { EventParserStream } from './event-parser-stream.ts'
export type { PlatformReadableStream, PlatformWritableStream } from './platform-streams.ts'

export { encodeComment, encodeEvent, type EventInit } from './encode-event.ts'
export { EVENT_STREAM_HEADERS, type EventStreamPart, toEventStream } from './to-event-stream.ts'

export { EventTooLargeError } from './event-too-large-error.ts'
export { SSEError } from './sse-error.ts'
export { UnencodableError } from './unencodable-error.ts'
