import { PartialJson } from '@sse/accumulate/json'
import { describe, expect, test } from 'vitest'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { shown } from './partial-json-observation.ts'

const SIZE = 100_000

const documents: readonly (readonly [name: string, text: (size: number) => string])[] = [
  ['one long string', (size) => `"${'a'.repeat(size)}"`],
  ['a string of escapes', (size) => `"${'\\n'.repeat(size / 4)}${'\\u00e9'.repeat(size / 12)}"`],
  ['a string of surrogate pairs', (size) => `"${'\u{1f600}'.repeat(size / 2)}"`],
  ['high surrogates alone', (size) => `"${'\ud83d'.repeat(size)}"`],
  ['a long key', (size) => `{"${'k'.repeat(size)}":1}`],
  ['a long number', (size) => `[1.${'0'.repeat(size)}1]`],
  ['many numbers', (size) => `[${'12,'.repeat(size / 3)}1]`],
  ['many members', (size) => `{${members(size / 12)}}`],
  ['one key again and again', (size) => `{${'"a":1,'.repeat(size / 6)}"a":2}`],
  ['deep', (size) => '['.repeat(size / 2) + ']'.repeat(size / 2)],
  ['white space', (size) => `[${' \n'.repeat(size / 2)}]`],
]

function members(count: number): string {
  return Array.from({ length: count }, (_, index) => `"k${index}":${index % 10}`).join(',')
}

type Weigh = (self: any, args: readonly any[], result: any) => number

// The built-ins that look at text, by how much of it they look at.
const counted: readonly (readonly [holder: any, name: string, weigh: Weigh])[] = [
  [String.prototype, 'charAt', () => 1],
  // The first unit stands for all, as that may flatten what was joined.
  [String.prototype, 'charCodeAt', (self, [at]) => (at === 0 ? self.length : 1)],
  [String.prototype, 'slice', (_self, _args, result) => result.length + 1],
  // And as far as it moves its `lastIndex`.
  [RegExp.prototype, 'test', () => 1],
]

function workOf(run: () => void): number {
  let work = 0
  const undo = counted.map(([holder, name, weigh]) => {
    const own = Object.getOwnPropertyDescriptor(holder, name)!
    const value = function (this: any, ...args: any[]): any {
      const from: unknown = this.lastIndex
      const result: unknown = Reflect.apply(own.value as () => unknown, this, args)
      work += weigh(this, args, result)
      if (typeof from === 'number') work += this.lastIndex - from
      return result
    }
    Object.defineProperty(holder, name, { ...own, value })
    return () => Object.defineProperty(holder, name, own)
  })
  try {
    run()
  } finally {
    for (const restore of undo) restore()
  }
  return work
}

function pieces(text: string, length: number): string[] {
  const count = Math.ceil(text.length / length)
  return Array.from({ length: count }, (_, at) => text.slice(at * length, (at + 1) * length))
}

function push(texts: readonly string[], looks: boolean): PartialJson {
  const json = new PartialJson({ maxDepth: Infinity })
  for (const text of texts) {
    json.push(text)
    if (looks && json.value === null) throw new Error('There is no null')
  }
  return json
}

describe('work is in proportion to the text', () => {
  for (const looks of [false, true]) {
    test.each(documents)(`%s, ${looks ? 'looked at each time' : 'not looked at'}`, (_, text) => {
      for (const length of [1, 8, SIZE]) {
        const [half, whole] = [pieces(text(SIZE / 2), length), pieces(text(SIZE), length)]
        const least = workOf(() => push(half, looks))
        const most = workOf(() => push(whole, looks))
        expect(least).toBeGreaterThanOrEqual(SIZE / 4)
        // It would be 4 times as much if it were quadratic. The last piece is not always a full one.
        expect(most).toBeLessThan(least * 3)
        expect(most).toBeLessThan(SIZE * 10)
      }
    })
  }

  test.each(documents)('%s is what JSON.parse says', (_, text) => {
    const whole = text(1200)
    expect(shown(push(pieces(whole, 1), true).finish())).toBe(shown(JSON.parse(whole)))
  })
})

test('a push that is not looked at leaves the open string alone', () => {
  const json = new PartialJson()
  json.push('{"a":"')
  const value = json.value as object
  let written = 0
  Object.defineProperty(value, 'a', {
    configurable: true,
    enumerable: true,
    get: () => '',
    set: () => {
      written++
    },
  })
  for (let count = 0; count < 1000; count++) json.push('b')
  expect(written).toBe(0)
  expect(json.value).toBe(value)
  expect(written).toBe(1)
})

describe('a million pushes of one character', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }

  test.each([false, true])('hold no more than some bytes for each; looked at: %s', (looks) => {
    const json = new PartialJson()
    json.push('{"text":"')
    const before = used()
    for (let count = 0; count < 1_000_000; count++) {
      json.push('abcdefgh'.charAt(count % 8))
      if (looks && json.value === undefined) throw new Error('There is a value')
    }
    expect(used() - before).toBeLessThan(4_000_000)
    json.push('"}')
    expect(json.finish()).toEqual({ text: 'abcdefgh'.repeat(125_000) })
  })
})
