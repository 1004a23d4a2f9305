// The figures of the guide about limits are those of the sources: whoever changes one is told of the other.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './run-program.ts'

const guide = readFileSync(`${root}docs/limits-and-security.md`, 'utf8')

/** The row of the table of limits that begins so. */
function row(what: string): string {
  const found = guide.split('\n').find((line) => line.startsWith(`| ${what}`))
  if (found === undefined) throw new Error(`the guide has no row about ${what}`)
  return found
}

test.each([
  [
    'one event',
    '64 MiB',
    'core/src/event-parser-options.ts',
    'DEFAULT_MAX_EVENT_SIZE',
    64 * 2 ** 20,
  ],
  ['`retry:`', '2,147,483,647 ms', 'core/src/event-block.ts', 'MAX_RECONNECTION_TIME', 2 ** 31 - 1],
  ['a body that', '16,384 characters', 'core/src/json-event-decoder.ts', 'MAX_BODY', 2 ** 14],
  ['a body that', '1,000', 'core/src/not-event-stream-error.ts', 'MAX_EXCERPT', 1000],
  ['the same', '64 Mi characters', 'chat/src/chat-decoder.ts', 'MAX_COMPLETION', 64 * 2 ** 20],
  ['events behind', '16 are kept', 'core/src/trailing-events.ts', 'MAX_EVENTS', 16],
  ['choices', '1,024', 'chat/src/choice-progress.ts', 'MAX_CHOICES', 1024],
  ['envelopes', '4, of', 'core/src/payload-predictor.ts', 'MAX_ENVELOPES', 4],
  ['envelopes', '16,384 characters', 'core/src/payload-predictor.ts', 'MAX_LENGTH', 2 ** 14],
  ['a body read', '1 MiB', 'client/src/body-source.ts', 'READ_AHEAD', 2 ** 20],
  ['a body read', '1,024 pieces', 'client/src/body-source.ts', 'MOST_PIECES', 1024],
  ['the slower', '1,024 events', 'client/src/stream-tee.ts', 'MOST_EVENTS', 1024],
  ['the slower', '1,000,000 characters', 'client/src/stream-tee.ts', 'MOST_CHARACTERS', 1e6],
  ['the rest', '64 KiB', 'client/src/body-source.ts', 'MOST_DRAINED', 64 * 2 ** 10],
  ['the rest', 'half a second', 'client/src/body-source.ts', 'DRAIN_TIME', 500],
  ['another answer', '64 MiB', 'client/src/whole-body.ts', 'MOST_BYTES', 64 * 2 ** 20],
  ['the body of', '64 KiB', 'client/src/response-body.ts', 'MOST_CHARACTERS', 64 * 2 ** 10],
  ['the body of', 'five seconds', 'client/src/response-body.ts', 'MOST_TIME', 5000],
  ['between', 'half a second', 'client/src/backoff.ts', 'FIRST', 500],
  ['between', 'to eight', 'client/src/backoff.ts', 'MOST', 8000],
  ['between', 'a minute', 'client/src/retry-after.ts', 'LONGEST', 60_000],
])('%s: %s', (what, words, file, name, value) => {
  expect(row(what)).toContain(words)
  const source = readFileSync(`${root}packages/${file}`, 'utf8')
  const [, found = ''] = new RegExp(`const ${name} = ([\\d_]+)$`, 'm').exec(source) ?? []
  expect(Number(found.replaceAll('_', ''))).toBe(value)
})
