// The list of anomalies: complete, closed, and every example gives the code that it stands beside.

import { readFileSync } from 'node:fs'
import { ChatDecoder, chunkOfCompletion } from '@sse/chat'
import { type EventDecoder, decodeEventStreamSync } from '@sse/core/decoder'
import { ResponsesDecoder } from '@sse/responses'
import { describe, expect, test } from 'vitest'

const page = readFileSync(new URL('../anomalies.md', import.meta.url), 'utf8')
const [, either = '', chat = '', responses = ''] = page.split(/^## /m)

interface Row {
  readonly code: string
  readonly wire: string
  readonly rest: readonly string[]
}

function rowsOf(section: string): Row[] {
  return Array.from(
    section.matchAll(/^\| `([a-z-]+)`\s+\| `(.+?)`\s+\|(.+)\|$/gm),
    ([, code = '', wire = '', rest = '']) => ({
      code,
      wire: wire.replaceAll(String.raw`\n`, '\n'),
      rest: rest.split('|').map((cell) => cell.trim()),
    }),
  )
}

/** The members of a union that are written in its source. */
function codesIn(file: string): string[] {
  const source = readFileSync(new URL(`../../packages/${file}`, import.meta.url), 'utf8')
  return Array.from(source.matchAll(/^ {2}\| '([a-z-]+)'$/gm), ([, code = '']) => code)
}

describe('docs/anomalies.md', () => {
  test.each([
    ['either kind', either, 'core/src/anomaly.ts'],
    ['Chat Completions', chat, 'chat/src/chat-anomaly.ts'],
    ['Responses', responses, 'responses/src/responses-anomaly.ts'],
  ])('has one row for each code of streams of %s, in order, and no other', (_, section, file) => {
    const codes = codesIn(file)
    expect(codes.length).toBeGreaterThan(3)
    expect(rowsOf(section).map(({ code }) => code)).toEqual(codes.toSorted())
  })

  test('says of each code who sends it and what is done', () => {
    const rows = [either, chat, responses].flatMap(rowsOf)
    const incomplete = rows.filter(({ rest }) => rest.length !== 2 || rest.includes(''))
    expect(incomplete).toEqual([])
  })
})

const chatEvent = '{"choices":[]}'
const responsesEvent = '{"type":"keepalive"}'

/** The codes that a stream gives, whatever its end. */
function codesOf(
  body: string,
  open: (onAnomaly: (anomaly: { readonly code: string }) => void) => EventDecoder<unknown>,
): string[] {
  const codes: string[] = []
  const decoder = open(({ code }) => codes.push(code))
  try {
    Array.from(decodeEventStreamSync([new TextEncoder().encode(body)], decoder))
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SSE_TRUNCATED' })
  }
  return codes
}

// A line or event in a stream; of one code it is the whole body, and of one it is the end.
function bodyOf({ code, wire }: Row, before: string): string {
  if (code === 'whole-completion') return wire
  return `data: ${before}\n\n${wire}${code === 'unterminated-event' ? '' : '\n\n'}`
}

test.each([...rowsOf(either), ...rowsOf(chat)])('a chat stream gives $code', (row) => {
  const codes = codesOf(
    bodyOf(row, chatEvent),
    (onAnomaly) => new ChatDecoder({ onAnomaly, fromCompletion: chunkOfCompletion }),
  )
  expect(codes).toEqual([row.code])
})

test.each([...rowsOf(either), ...rowsOf(responses)])('a Responses stream gives $code', (row) => {
  const codes = codesOf(
    bodyOf(row, responsesEvent),
    (onAnomaly) => new ResponsesDecoder({ onAnomaly }),
  )
  expect(codes).toEqual([row.code])
})
