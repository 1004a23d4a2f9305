// Behind the doors `@sse/core/eventsource-parser` and `@sse/core/eventsource-parser/stream`: the API of eventsource-parser 4.

export { createParser } from './eventsource-create-parser.ts'
export type { EventSourceParser } from './eventsource-create-parser.ts'
export type { EventSourceMessage } from './eventsource-message.ts'
export { ParseError } from './eventsource-parse-error.ts'
export type { ErrorType } from './eventsource-parse-error.ts'
export type { ParserCallbacks, ParserConfig } from './eventsource-parser-config.ts'
export { EventSourceParserStream } from './eventsource-parser-stream.ts'
export type { StreamOptions } from './eventsource-parser-stream.ts'
