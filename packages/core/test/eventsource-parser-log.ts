// What a parser calls, in order, as data: the same for eventsource-parser and for us, so that the two can be compared.

import type { createParser as theirs } from 'eventsource-parser'
import type { createParser as ours, ParserCallbacks } from '@sse/core/eventsource-parser'

export type CreateParser = typeof ours | typeof theirs

/** A callback's name and what it was called with; of an event and an error, everything that can be seen. */
export type Call = readonly [keyof ParserCallbacks, ...unknown[]]

export interface LogOptions {
  readonly maxBufferSize?: number | undefined
  /** The callbacks that are not passed. */
  readonly without?: readonly (keyof ParserCallbacks)[] | undefined
  /** Is called behind each call that was noted. */
  readonly onCall?: ((call: Call, index: number) => void) | undefined
}

export interface LoggedParser {
  readonly calls: Call[]
  readonly feed: (chunk: string) => void
  readonly reset: (options?: { consume?: boolean }) => void
}

/** A parser that notes what it calls. */
export function loggedParser(create: CreateParser, options: LogOptions = {}): LoggedParser {
  const calls: Call[] = []
  const { maxBufferSize, without = [], onCall } = options
  const note = (call: Call): void => {
    calls.push(call)
    onCall?.(call, calls.length - 1)
  }
  const callbacks: ParserCallbacks = {
    onEvent: (event) => note(['onEvent', Object.keys(event), { ...event }]),
    onId: (id) => note(['onId', id]),
    onRetry: (retry) => note(['onRetry', retry]),
    onComment: (comment) => note(['onComment', comment]),
    onError: (error) => {
      const { name, message, type, field, value, line } = error
      note(['onError', type, { name, message, field, value, line }])
    },
  }
  for (const name of without) delete callbacks[name]
  const parser = create({ ...callbacks, ...(maxBufferSize === undefined ? {} : { maxBufferSize }) })
  return { calls, ...parser }
}

/** Feeds all chunks to a new parser until one is refused for the limit; gives what was called. */
export function callsOf(
  create: CreateParser,
  chunks: readonly string[],
  options: LogOptions & { readonly consume?: boolean | undefined } = {},
): readonly Call[] {
  const { calls, feed, reset } = loggedParser(create, options)
  for (const chunk of chunks) {
    try {
      feed(chunk)
    } catch (error) {
      if (!/max buffer size/.test((error as Error).message)) throw error
      break
    }
  }
  if (options.consume === true) reset({ consume: true })
  return calls
}

/** The calls but for those of `onError` with that type. */
export function withoutErrors(calls: readonly Call[], type: string): readonly Call[] {
  return calls.filter((call) => call[0] !== 'onError' || call[1] !== type)
}
