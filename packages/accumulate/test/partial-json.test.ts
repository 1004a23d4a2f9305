import * as door from '@sse/accumulate/json'
import { PartialJson, PartialJsonError } from '@sse/accumulate/json'
import { SSEError } from '@sse/core'
import { describe, expect, test } from 'vitest'
import { errorOf, shown } from './partial-json-observation.ts'

function pushed(...pieces: string[]): PartialJson {
  const json = new PartialJson()
  for (const piece of pieces) json.push(piece)
  return json
}

test('what the door exports', () => {
  expect(Object.keys(door).toSorted()).toEqual(['PartialJson', 'PartialJsonError'])
})

test('a tool call as it arrives', () => {
  const json = new PartialJson()
  const seen = [
    '{"ci',
    'ty":"P',
    'aris","days"',
    ':1',
    '2,"units"',
    ':["me',
    'tric"',
    '],"ok":t',
    'rue}',
  ].map((piece) => {
    json.push(piece)
    return shown(json.value)
  })
  expect(seen).toEqual([
    '{}',
    '{"city":"P"}',
    '{"city":"Paris"}',
    '{"city":"Paris"}',
    '{"city":"Paris","days":12}',
    '{"city":"Paris","days":12,"units":["me"]}',
    '{"city":"Paris","days":12,"units":["metric"]}',
    '{"city":"Paris","days":12,"units":["metric"]}',
    '{"city":"Paris","days":12,"units":["metric"],"ok":true}',
  ])
  expect(json.finish()).toBe(json.value)
})

describe('what is certain', () => {
  test.each([
    ['[1', '[]'],
    ['[1 ', '[1]'],
    ['[1,', '[1]'],
    ['[1]', '[1]'],
    ['[-0.5e1', '[]'],
    ['{"a":1', '{}'],
    ['{"a":1}', '{"a":1}'],
    ['1', 'undefined'],
    ['1\n', '1'],
    ['tru', 'undefined'],
    ['true', 'true'],
    ['[nul', '[]'],
    ['[null', '[null]'],
    ['{"a"', '{}'],
    ['{"a":', '{}'],
    ['{"a":"', '{"a":""}'],
    ['{"a":[', '{"a":[]}'],
    ['{"a":1,"a":', '{"a":1}'],
    ['{"a":1,"a":"', '{"a":""}'],
    ['', 'undefined'],
    [' ', 'undefined'],
    ['"', '""'],
    ['"a\\', '"a"'],
    ['"a\\u00e', '"a"'],
    ['"a\\u00e9', '"aé"'],
    ['"\\ud83d', '""'],
    ['"\\ud83d\\ude0', '""'],
    ['"\\ud83d\\ude00', '"😀"'],
    ['"\\ud83dx', '"\\ud83dx"'],
    ['"\\ud83d\\n', '"\\ud83d\\n"'],
    ['"\\ud83d"', '"\\ud83d"'],
    ['"\\ude00', '"\\ude00"'],
    ['"\ud83d', '""'],
    ['"a\ud83d\\ude', '"a"'],
    ['"\ud83d\ude00', '"😀"'],
  ])('of %j it is %s', (text, value) => {
    expect(shown(pushed(text).value)).toBe(value)
    expect(shown(pushed(...text.split('')).value)).toBe(value)
  })
})

describe('keys', () => {
  test('are own properties, and pollute nothing', () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'
    const value = pushed(...text).finish() as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.getOwnPropertyDescriptor(value, '__proto__')).toEqual({
      value: { polluted: 1 },
      writable: true,
      enumerable: true,
      configurable: true,
    })
    expect({}).not.toHaveProperty('polluted')
  })

  test('grow under the name `__proto__` too', () => {
    const json = pushed('{"__proto__":"a')
    const { value } = json
    expect(shown(value)).toBe('{"__proto__":"a"}')
    json.push('b')
    expect(shown(json.value)).toBe('{"__proto__":"ab"}')
    json.push('","__proto__":[{"__proto__":[')
    expect(shown(json.value)).toBe('{"__proto__":[{"__proto__":[]}]}')
    expect(json.value).toBe(value)
  })

  test('may be names that a frozen `Object.prototype` has', () => {
    // As in hardened environments: an assignment to `toString` would throw there.
    const shared: object = Object.prototype
    const own = Object.getOwnPropertyDescriptor(shared, 'toString')!
    Object.defineProperty(shared, 'toString', { ...own, writable: false })
    try {
      expect(Object.entries(pushed('{"toString":1}').finish()!)).toEqual([['toString', 1]])
    } finally {
      Object.defineProperty(shared, 'toString', own)
    }
  })

  test('that end in a backslash are not taken for each other', () => {
    // Without JSON.parse: that of Node 26.10 takes the second key of the second text for the first of the first.
    expect(Object.keys(pushed('{"x":1,"\\\\":1}').finish()!)).toEqual(['x', '\\'])
    expect(Object.keys(pushed('{"x":1,"\\"":1}').finish()!)).toEqual(['x', '"'])
  })

  test('that come twice have the place of the first and the value of the last', () => {
    const json = pushed('{"a":[1],"b":2,"a":[')
    expect(shown(json.value)).toBe('{"a":[],"b":2}')
    expect(json.isComplete(['a'])).toBe(false)
    json.push('3]}')
    expect(shown(json.finish())).toBe('{"a":[3],"b":2}')
  })
})

describe('the live value', () => {
  test('is the same object, grown', () => {
    const json = pushed('{"list":[{')
    const value = json.value as { list: { text?: string }[] }
    const [first] = value.list
    json.push('"text":"a')
    expect(json.value).toBe(value)
    expect(value.list[0]).toBe(first)
    expect(first).toEqual({ text: 'a' })
    json.push('b"},{}]}')
    expect(value).toEqual({ list: [{ text: 'ab' }, {}] })
    expect(json.finish()).toBe(value)
  })

  test('brings an open string up to date when it is looked at', () => {
    const json = pushed('["a')
    const value = json.value as string[]
    json.push('b')
    expect(value).toEqual(['a'])
    expect(json.value).toEqual(['ab'])
    expect(value).toEqual(['ab'])
  })
})

describe('isComplete', () => {
  test.each<[text: string, path: (string | number)[], complete: boolean]>([
    ['', [], false],
    ['1', [], false],
    ['1 ', [], true],
    ['"a', [], false],
    ['"a"', [], true],
    ['"a"', [0], false],
    ['"a"', ['length'], false],
    ['null', ['a'], false],
    ['{"a":"x', ['a'], false],
    ['{"a":"x"', ['a'], true],
    ['{"a":"x"', [], false],
    ['{"a":"x"}', [], true],
    ['{"a":"x"}', ['b'], false],
    ['{"a":"x"}', ['toString'], false],
    ['{"a":"x"}', ['a', 'length'], false],
    ['{"a":1', ['a'], false],
    ['{"a":1,', ['a'], true],
    ['{"a":1,"b', ['a'], true],
    ['{"a":1,"b":', ['a'], true],
    ['{"a":1,"b":[', ['b'], false],
    ['{"a":{"b":[1,', ['a', 'b', 0], true],
    ['{"a":{"b":[1,', ['a', 'b', 1], false],
    ['{"a":{"b":[1,', ['a', 'b', 'length'], false],
    ['{"a":{"b":[1,', ['a', 'b'], false],
    ['{"a":{"b":[1]', ['a', 'b'], true],
    ['{"a":{"b":[1]', ['a', 'b', '0'], true],
    ['{"a":{"b":[1]', ['a', 'b', -1], false],
    ['{"a":{"b":[1]', ['a'], false],
    ['{"a":1,"a"', ['a'], false],
    ['{"a":1,"a":[2', ['a'], false],
    ['{"":1', [''], false],
    ['{"":{"":1,', ['', ''], true],
    ['{"1":[0],"0":[', [1], true],
    ['{"1":[0],"0":[', [0], false],
    ['[[1],[2', [0, 0], true],
    ['[[1],[2', [1, 0], false],
    ['[true', [0], true],
    ['[tru', [0], false],
  ])('%j at %j: %s', (text, path, complete) => {
    expect(pushed(text).isComplete(path)).toBe(complete)
  })
})

describe('finish', () => {
  test('ends a number at the top level', () => {
    const json = pushed('-1', '.5e', '1')
    expect([json.value, json.complete]).toEqual([undefined, false])
    expect(json.finish()).toBe(-15)
    expect([json.value, json.complete, json.finish()]).toEqual([-15, true, -15])
  })

  test('is the end: what follows is more than one value', () => {
    const json = pushed('1')
    json.finish()
    json.push(' ')
    expect(errorOf(() => json.push('2'))).toMatchObject({ offset: 2, reason: 'syntax' })
  })

  test.each(['', ' ', '{', '[1', '"a', '-', '1e', 'tru', '{"a"'])('refuses %j', (text) => {
    const json = pushed(text)
    const before = shown(json.value)
    const error = errorOf(() => json.finish())
    expect(error).toMatchObject({ offset: text.length, reason: 'truncated' })
    expect(shown(json.value)).toBe(before)
    expect(errorOf(() => json.push('x'))).toBe(error)
  })
})

describe('an error', () => {
  test('has a code, a reason and an offset, and nothing of the text', () => {
    const error = errorOf(() => pushed('{"secret":', '"hidden', '" hush}'))
    expect(error).toBeInstanceOf(SSEError)
    expect(error).toBeInstanceOf(PartialJsonError)
    expect(error).toMatchObject({
      name: 'PartialJsonError',
      code: 'ERR_SSE_PARTIAL_JSON',
      reason: 'syntax',
      offset: 19,
      message: 'JSON syntax at offset 19: expected a comma or the end',
    })
  })

  test.each([
    ['{}x', 'nothing'],
    ['[1 x', 'a comma or the end'],
    ['{x', 'a key or the end'],
    ['[]]', 'nothing'],
    ['[x', 'a value or the end'],
    ['[1,x', 'a value'],
    ['{"a":1,x', 'a key'],
    ['{"a\n', 'a key'],
    ['{"a"x', 'a colon'],
    ['{"a":x', 'a value'],
    ['"\n', 'a string'],
    ['[1x', 'a number'],
    ['trux', 'a literal'],
  ])('of %j says that it expected %s', (text, expected) => {
    expect(errorOf(() => pushed(text)).message.endsWith(`: expected ${expected}`)).toBe(true)
  })

  test('is the same each time, and takes nothing away', () => {
    const json = pushed('{"a":[1,"x"],"b":"y')
    const { value } = json
    const error = errorOf(() => json.push('z\n"}'))
    for (const text of ['', '"}', '{}']) expect(errorOf(() => json.push(text))).toBe(error)
    expect(errorOf(() => json.finish())).toBe(error)
    expect(json.value).toBe(value)
    expect(value).toEqual({ a: [1, 'x'], b: 'yz' })
    expect([json.isComplete(['a']), json.isComplete(['b'])]).toEqual([true, false])
  })

  test('behind a whole value unmakes that it was complete', () => {
    const json = pushed('{"a":1}')
    expect([json.complete, json.isComplete([])]).toEqual([true, true])
    errorOf(() => json.push(' x'))
    expect([json.complete, json.isComplete([])]).toEqual([false, false])
    expect(json.isComplete(['a'])).toBe(true)
    expect(json.value).toEqual({ a: 1 })
  })
})

describe('limits', () => {
  const cut = (text: string): string[][] => [[text], text.split('')]

  test('512 levels by default, and no more', () => {
    expect(pushed('['.repeat(512)).complete).toBe(false)
    for (const pieces of cut('{"a":'.repeat(511) + '[ ['.repeat(2))) {
      const error = errorOf(() => pushed(...pieces))
      expect(error).toMatchObject({ reason: 'depth', offset: 5 * 511 + 2 })
      expect(error.message).toBe('JSON depth at offset 2557: expected at most 512 (maxDepth)')
    }
  })

  test('levels that were closed do not count', () => {
    const json = new PartialJson({ maxDepth: 2 })
    json.push('[[],[],{}]')
    expect(json.finish()).toEqual([[], [], {}])
  })

  test('a limit on the size, of all text', () => {
    for (const pieces of cut('[1,  "abc"]')) {
      const json = new PartialJson({ maxSize: 8 })
      const error = errorOf(() => {
        for (const piece of pieces) json.push(piece)
      })
      expect(error).toMatchObject({ reason: 'size', offset: 8 })
      expect(error.message).toBe('JSON size at offset 8: expected at most 8 (maxSize)')
      expect(json.value).toEqual([1, 'ab'])
    }
    const exact = new PartialJson({ maxSize: 2 })
    exact.push('[]')
    exact.push('')
    expect(exact.finish()).toEqual([])
  })

  test('an error of syntax before the limit comes first', () => {
    const json = new PartialJson({ maxSize: 3 })
    expect(errorOf(() => json.push('[x,1]'))).toMatchObject({ reason: 'syntax', offset: 1 })
  })

  test('64 Mi units by default', () => {
    const json = new PartialJson()
    const mebi = ' '.repeat(1_048_576)
    for (let count = 0; count < 64; count++) json.push(mebi)
    expect(errorOf(() => json.push(' '))).toMatchObject({ reason: 'size', offset: 67_108_864 })
  })

  test('Infinity turns them off', () => {
    const json = new PartialJson({ maxDepth: Infinity, maxSize: Infinity })
    json.push('['.repeat(100_000) + ']'.repeat(100_000))
    expect(json.complete).toBe(true)
    expect(json.isComplete(Array.from({ length: 99_999 }, () => 0))).toBe(true)
  })

  test.each([0, -1, NaN])('%d is none', (limit) => {
    expect(() => new PartialJson({ maxDepth: limit })).toThrow(RangeError)
    expect(() => new PartialJson({ maxSize: limit })).toThrow('`maxSize` must be positive')
  })

  test('undefined means the default', () => {
    const json = new PartialJson({ maxDepth: undefined, maxSize: undefined })
    expect(errorOf(() => json.push('['.repeat(513)))).toMatchObject({ offset: 512 })
  })
})
