import type {
  EncodableEvent,
  Observation,
  ObservedEvent,
  ParseOptions,
  ParserAdapter,
} from '@sse/conformance'
import { thrownName } from '../../src/thrown.ts'
import { encodeEvent } from './event-encoder.ts'
import { StreamIterator } from './stream-iterator.ts'
import { StreamParser, type StreamState } from './stream-parser.ts'

/** The parts of a parser, all right unless a mutant replaces one. */
export interface Parts {
  readonly Parser?: typeof StreamParser | undefined
  readonly Iterator?: typeof StreamIterator | undefined
  readonly encode?: ((event: EncodableEvent) => string) | undefined
}

/** A broken parser, and what has to find it out: the id of a case or the name of a law. */
export interface Mutant extends Parts {
  readonly name: string
  readonly caughtBy:
    | { readonly case: string; readonly law?: undefined }
    | { readonly law: string; readonly case?: undefined }
}

/** An adapter with every optional member. */
export function adapterOf(name: string, parts: Parts = {}): ParserAdapter {
  const { Parser = StreamParser, Iterator = StreamIterator, encode = encodeEvent } = parts
  return {
    name,
    capabilities: { comments: 'verbatim', limits: 'block-bytes' },
    parse: (chunks, options) => parseWith(new Parser(options), chunks),
    open: (options) => new Parser(options),
    restore: (state, options) => restoreWith(Parser, state as StreamState, options),
    iterate: (source) => ({ [Symbol.asyncIterator]: () => new Iterator(source) }),
    encode,
    operations: (chunks) => {
      const parser = new Parser()
      parseWith(parser, chunks)
      return parser.steps
    },
  }
}

function parseWith(parser: StreamParser, chunks: readonly Uint8Array[]): Observation {
  const events: ObservedEvent[] = []
  try {
    for (const chunk of chunks) {
      parser.push(chunk)
      parser.drain((event) => events.push(event))
    }
    parser.finish()
    parser.drain((event) => events.push(event))
  } catch (error) {
    return { events, ...parser.observe(), error: thrownName(error) }
  }
  return { events, ...parser.observe() }
}

function restoreWith(
  Parser: typeof StreamParser,
  state: StreamState,
  options?: ParseOptions,
): StreamParser {
  const parser = new Parser(options)
  parser.state = state
  return parser
}
