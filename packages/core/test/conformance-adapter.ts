import {
  encodeEvent,
  EventParser,
  parseEventStream,
  type EventParserOptions,
  type EventParserState,
  type ServerSentEvent,
} from '@sse/core'
import type { Observation, ParseOptions, ParserAdapter, ParserSession } from '@sse/conformance'

/** `EventParser` with everything that the harness can judge; `fixed` options go to each parser. */
export function eventParserAdapter(
  name: string,
  fixed: EventParserOptions = {},
  capabilities: ParserAdapter['capabilities'] = {},
): ParserAdapter {
  return {
    name,
    capabilities: { comments: 'stripped', limits: 'block-bytes', ...capabilities },
    parse: (chunks, options) => parse(chunks, { ...fixed, ...options }),
    open: (options) => openSession({ ...fixed, ...options }),
    restore: (state, options) => openSession({ ...fixed, ...options }, state as EventParserState),
    iterate: (source) => parseEventStream(source, fixed),
    encode: encodeEvent,
  }
}

function parse(
  chunks: readonly Uint8Array[],
  options: EventParserOptions & ParseOptions,
): Observation {
  const session = openSession(options)
  const events: ServerSentEvent[] = []
  const onEvent = (event: ServerSentEvent): void => void events.push(event)
  try {
    for (const chunk of chunks) {
      session.push(chunk)
      session.drain(onEvent)
    }
    session.finish()
    session.drain(onEvent)
  } catch (error) {
    return { events, ...session.observe(), error: (error as { code?: string }).code ?? 'unknown' }
  }
  return { events, ...session.observe() }
}

interface Session extends ParserSession {
  drain(onEvent: (event: ServerSentEvent) => void): void
  observe(): Omit<Observation, 'events'>
}

function openSession(options: EventParserOptions, state?: EventParserState): Session {
  const comments: string[] = []
  const all: EventParserOptions = { ...options, onComment: (text) => comments.push(text) }
  const parser = state === undefined ? new EventParser(all) : EventParser.restore(state, all)
  return {
    push: (chunk) => parser.push(chunk),
    read: () => parser.read(),
    drain: (onEvent) => parser.drain(onEvent),
    finish: () => parser.finish(),
    reset: () => parser.reset(),
    save: () => parser.snapshot(),
    observe: () => ({
      comments,
      reconnectionTime: parser.reconnectionTime,
      lastEventId: parser.lastEventId,
    }),
  }
}
