// The path of runtimes without `Buffer`: browsers, workerd, Deno. What decodes is settled when the module is loaded.

import type { EventParser as Parser, EventParserOptions, ServerSentEvent } from '@sse/core'
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { cut, cutAtEvents, cutting, eventStreamBytes } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 3000)

const { Buffer } = globalThis
vi.resetModules()
// @ts-expect-error A world without it.
delete globalThis.Buffer
const { EventParser } = (await import('@sse/core')) as {
  EventParser: new (options?: EventParserOptions) => Parser
}
const { decodesInPlace } = await import('../src/utf8.ts')
globalThis.Buffer = Buffer

afterAll(() => vi.resetModules())

function read(chunks: readonly Uint8Array[]): ServerSentEvent[] {
  const parser = new EventParser()
  const events: ServerSentEvent[] = []
  for (const chunk of chunks) {
    parser.push(chunk)
    parser.drain((event) => events.push(event))
  }
  return events
}

test('it is that path that is tested', () => {
  expect(decodesInPlace).toBe(false)
})

test('laws 1 and 2: any cut gives what the standard says, word for word', () => {
  fc.assert(
    fc.property(eventStreamBytes, cutting, fc.boolean(), (bytes, lengths, atEvents) => {
      const chunks = atEvents ? cutAtEvents(bytes) : cut(bytes, lengths)
      expect(read(chunks)).toEqual(parseByTheBook(bytes).events)
    }),
    { numRuns },
  )
})

test('a learnt type that is not ASCII costs the data nothing', () => {
  const utf8 = new TextEncoder()
  const chunks = ['0abc', '1abc', '2abc', '3abc'].map((data) =>
    utf8.encode(`event: \u65e5\u672c\ndata: ${data}\n\n`),
  )
  expect(read(chunks).map(({ data }) => data)).toEqual(['0abc', '1abc', '2abc', '3abc'])
})
