import {
  ChatAccumulator,
  type ChatUpdate,
  chatUpdates,
  chatUpdatesSync,
  type JSONTextUpdate,
  liveJson,
} from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calls, delta, finish, piece } from './chat-chunks.ts'

/** The arguments of one call, cut into pieces of a few characters. */
function argumentsIn(pieces: readonly string[], index = 0): ChatCompletionChunk[] {
  return pieces.map((text, at) =>
    calls(piece({ index, id: `id-${index}` }, at === 0 ? 'f' : undefined, text)),
  )
}

function cut(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
    text.slice(at * size, (at + 1) * size),
  )
}

function isAboutJSON(update: ChatUpdate): update is JSONTextUpdate {
  return update.type === 'content.delta' || update.type.endsWith('.arguments.delta')
}

describe('the arguments of a call', () => {
  test('grow with every update, in the same object', () => {
    const seen: string[] = []
    let last: unknown
    for (const update of chatUpdatesSync([
      ...argumentsIn(['{"city":"Kö', 'ln","days":3', ',"x":[tru', 'e]}']),
      finish('tool_calls'),
    ])) {
      if (update.type !== 'tool_call.arguments.delta') continue
      const live = liveJson(update)
      if (last !== undefined) expect(live).toBe(last)
      last = live
      seen.push(`${JSON.stringify(live.value)} ${live.complete} ${live.isComplete(['city'])}`)
    }
    expect(seen).toEqual([
      '{"city":"Kö"} false false',
      '{"city":"Köln"} false true',
      '{"city":"Köln","days":3,"x":[]} false true',
      '{"city":"Köln","days":3,"x":[true]} true true',
    ])
  })

  test('are told apart, interleaved', async () => {
    const chunks = [
      calls(piece({ index: 0, id: 'a' }, 'f', '{"a"'), piece({ index: 1, id: 'b' }, 'g', '{"b"')),
      calls(piece({ index: 0 }, undefined, ':1}'), piece({ index: 1 }, undefined, ':2}')),
      finish('tool_calls'),
    ]
    const last = new Map<number, unknown>()
    for await (const update of chatUpdates(chunks)) {
      if (update.type === 'tool_call.arguments.delta')
        last.set(update.index, liveJson(update).value)
    }
    expect([...last]).toEqual([
      [0, { a: 1 }],
      [1, { b: 2 }],
    ])
  })

  test('of the deprecated interface too, and content', () => {
    const chunks = [
      delta({ function_call: { name: 'f', arguments: '{"a":' }, content: '[1' }),
      finish('stop', { function_call: { arguments: 'null}' }, content: ',2]' }),
    ]
    const values = [...chatUpdatesSync(chunks)]
      .filter(isAboutJSON)
      .map((update) => liveJson(update).value)
    expect(values).toEqual([[1, 2], { a: null }, [1, 2], { a: null }])
  })

  test('that begin anew are read anew', () => {
    const accumulator = new ChatAccumulator()
    const push = (text: unknown): unknown => {
      const update = accumulator
        .push(calls(piece({ index: 0, id: 'a' }, 'f', text)))
        .find(isAboutJSON)
      return (
        update && {
          ...liveJson(update),
          value: liveJson(update).value,
          error: liveJson(update).error,
        }
      )
    }
    expect(push('{"a":1,')).toMatchObject({ value: { a: 1 } })
    expect(push({ b: 2 })).toMatchObject({ value: { b: 2 }, error: undefined })
  })
})

describe('text that is no JSON', () => {
  test('throws nothing: what was good stays, and the error is there', () => {
    const chunks = [...argumentsIn(['{"a":1,', 'oops', '"b":2}']), finish('tool_calls')]
    const lives = [...chatUpdatesSync(chunks)].filter(isAboutJSON).map(liveJson)
    expect(lives).toHaveLength(3)
    expect(lives[2]).toMatchObject({ value: { a: 1 }, complete: false })
    expect(lives[2]?.error).toMatchObject({ code: 'ERR_SSE_PARTIAL_JSON', offset: 7 })
  })

  test('and prose is an error at once', () => {
    const update = [...chatUpdatesSync([finish('stop', { content: 'Hello' })])].find(isAboutJSON)
    expect(liveJson(update!)).toMatchObject({ value: undefined, error: { offset: 0 } })
  })
})

test('a copy of an update tells of what it has', () => {
  const [, second] = [...chatUpdatesSync([...argumentsIn(['{"a":', '1}']), finish()])].filter(
    isAboutJSON,
  )
  expect(liveJson(structuredClone({ ...second! })).value).toEqual({ a: 1 })
})

test('an update is a plain object to whoever looks at it, sends it or copies it', () => {
  const update = [...chatUpdatesSync([...argumentsIn(['{"a"']), finish()])].find(isAboutJSON)!
  const plain = {
    type: 'tool_call.arguments.delta',
    choice: 0,
    index: 0,
    name: 'f',
    delta: '{"a"',
    snapshot: '{"a"',
  }
  expect(Object.entries(update)).toEqual(Object.entries(plain))
  expect(structuredClone(update)).toStrictEqual(plain)
  expect(JSON.stringify(update)).toBe(JSON.stringify(plain))
})

const ways: readonly (readonly [string, (pieces: readonly string[]) => ChatCompletionChunk[]])[] = [
  ['arguments', argumentsIn],
  ['content', (pieces) => pieces.map((content) => delta({ content }))],
  [
    'arguments of the deprecated interface',
    (pieces) => pieces.map((text) => delta({ function_call: { name: 'f', arguments: text } })),
  ],
]

test.each(ways)(
  'whenever one begins to look at %s, the value is that of the text; at the end that of `JSON.parse`',
  (_, chunksOf) => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), fc.nat(40), (text, size, from) => {
        const whole = `[${text}]`
        const chunks = chunksOf(cut(whole, size))
        const updates = [...chatUpdatesSync([...chunks, finish()])]
        expect(liveJson(updates.findLast(isAboutJSON)!).value).toEqual(JSON.parse(whole))
        const accumulator = new ChatAccumulator()
        for (const [at, chunk] of chunks.entries()) {
          const update = accumulator.push(chunk).find(isAboutJSON)!
          if (at < from) continue
          const fresh = liveJson({ ...update })
          expect(liveJson(update).value).toEqual(fresh.value)
          expect(liveJson(update).complete).toBe(fresh.complete)
        }
      }),
      { numRuns: 150 },
    )
  },
)

test('looking after each of 300,000 characters costs what the text costs', () => {
  const text = `{"a":"${'x'.repeat(300_000)}"}`
  const accumulator = new ChatAccumulator()
  accumulator.push(calls(piece({ index: 0, id: 'a' }, 'f', text[0])))
  let seen = 0
  const started = performance.now()
  for (let at = 1; at < text.length; at++) {
    const updates = accumulator.push(calls(piece({ index: 0 }, undefined, text[at])))
    const update = updates.find(isAboutJSON)
    if (update !== undefined && liveJson(update).complete) seen = at
  }
  expect(seen).toBe(text.length - 1)
  // 0.4 s here; reading the text anew each time would take hours.
  expect(performance.now() - started).toBeLessThan(15_000)
})
