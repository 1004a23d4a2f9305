import type { ServerSentEvent } from '@sse/core'
import { JSONEventDecoder, type JSONObject } from '@sse/core/json-decoder'
import { PayloadPredictor } from '@sse/core/payload-predictor'
import { describe, expect, test, vi } from 'vitest'
import { learnt, payload, WORDS } from './learnt-predictor.ts'
import { WatchedPredictor } from './watched-predictor.ts'

describe('never learnt', () => {
  test.each([
    ['a key that is there twice', (at: number) => `{"a":${at},"b":"x","a":"${WORDS[at % 5]!}"}`],
    ['one before what changes', (at: number) => `{"a":1,"a":2,"n":${at},"m":"x"}`],
    ['a key twice, in two notations', (at: number) => String.raw`{"a":"x","\u0061":${at}}`],
    ['an array index for a key', (at: number) => `{"b":${at},"1":"x"}`],
    ['__proto__ for a key', (at: number) => `{"b":${at},"__proto__":{"x":"y"}}`],
    ['a key with an escape', (at: number) => String.raw`{"a\n":${at}}`],
    ['257 values', (at: number) => `[${'0,'.repeat(255)}${at}]`],
    ['nine levels', (at: number) => `${'{"a":'.repeat(9)}${at}${'}'.repeat(9)}`],
    ['more than 16,384 characters', (at: number) => `{"n":${at},"s":"${'s'.repeat(16_384)}"}`],
    ['numbers alone', (at: number) => String(at)],
  ])('%s', (_, text) => {
    const watched = new WatchedPredictor().parseAll(
      Array.from({ length: 100 }, (__, at) => text(at)),
    )
    expect(watched.predicted).not.toContain(true)
  })
})

test('nothing is learnt from a stream of twenty payloads', () => {
  const watched = new WatchedPredictor()
  watched.parseAll(Array.from({ length: 20 }, (_, at) => payload(at)))
  expect(watched.predicted).not.toContain(true)
})

test('eight levels are learnt', () => {
  const texts = Array.from({ length: 50 }, (_, at) => `${'{"a":'.repeat(8)}${at}${'}'.repeat(8)}`)
  expect(new WatchedPredictor().parseAll(texts).predicted.at(-1)).toBe(true)
})

test('four kinds are known at a time, in turn or one after the other', () => {
  const keys = ['content', 'reasoning', 'refusal', 'arguments']
  const watched = new WatchedPredictor()
  for (const key of keys) {
    watched.parseAll(Array.from({ length: 40 }, (_, at) => payload(at, key)))
  }
  const before = watched.predicted.length
  watched.parseAll(Array.from({ length: 40 }, (_, at) => payload(at, keys[at % 4])))
  expect(watched.predicted.slice(before)).not.toContain(false)
})

test('what was just learnt is not forgotten for the next kind that comes', () => {
  const watched = new WatchedPredictor()
  watched.parseAll(Array.from({ length: 21 }, (_, at) => payload(at)))
  watched.parseAll(Array.from({ length: 4 }, (_, at) => `{"other":${'[]'.padStart(at * 80)}}`))
  watched.parseAll([payload(1)])
  expect(watched.predicted.at(-1)).toBe(true)
})

/** How many characters a new predictor looks at in some texts. */
function looksAt(texts: readonly string[]): number {
  const { parse } = new PayloadPredictor()
  const looked = vi.spyOn(String.prototype, 'charCodeAt')
  try {
    for (const text of texts) parse(text)
    return looked.mock.calls.length
  } finally {
    looked.mockRestore()
  }
}

test('where nothing can be learnt, little is tried', () => {
  // They fail to compare at their ends.
  const texts = Array.from({ length: 1000 }, (_, at) => `{"s":"${'s'.repeat(200)}","k${at}":1}`)
  const looks = looksAt(texts)
  expect(looks).toBeGreaterThan(0)
  expect(looks).toBeLessThan(0.1 * texts.join('').length)
})

test('at texts of more than 16,384 characters nobody looks', () => {
  const texts = Array.from({ length: 40 }, (_, at) => `{"n":${at},"s":"${'s'.repeat(16_384)}"}`)
  expect(looksAt(texts)).toBe(0)
})

test('a fifth kind takes the place of one', () => {
  const watched = new WatchedPredictor()
  const learns = (key: string): boolean => {
    watched.parseAll(Array.from({ length: 40 }, (_, at) => payload(at, key)))
    return watched.predicted.at(-1) === true
  }
  const keys = ['a', 'b', 'c', 'd', 'e']
  expect(keys.filter(learns)).toEqual(keys)
  watched.parseAll(keys.map((key) => payload(1, key)))
  expect(watched.predicted.slice(-5).filter(Boolean)).toHaveLength(4)
})

test('a long string that comes back after another has its own value each time', () => {
  const watched = new WatchedPredictor()
  const ids = ['x'.repeat(40), 'y'.repeat(40)]
  const text = (id: string): string => payload(1, 'content', id)
  watched.parseAll(Array.from({ length: 40 }, (_, at) => text(ids[at % 2]!)))
  const before = watched.predicted.length
  const [x = ''] = ids
  const others = ['', 'short', 'of eighteen chars.', String.raw`with an escape\n`, `${x}and more`]
  watched.parseAll(others.flatMap((other) => [text(x), text(x), text(other), text(x)]))
  expect(watched.predicted.slice(before)).not.toContain(false)
})

test('strings that begin with each other are learnt', () => {
  const words = ['on', 'one', 'ones', 'o']
  const texts = Array.from({ length: 50 }, (_, at) => payload(0, 'content', words[at % 4]))
  expect(new WatchedPredictor().parseAll(texts).predicted.slice(40)).not.toContain(false)
})

test('choices that take turns are one kind', () => {
  const watched = new WatchedPredictor()
  const texts = Array.from({ length: 60 }, (_, at) =>
    payload(at).replace('"index":0', `"index":${at % 3}`),
  )
  watched.parseAll(texts)
  expect(watched.predicted.slice(40)).not.toContain(false)
})

test('what was taken for constant and changes is learnt, too', () => {
  const watched = new WatchedPredictor()
  // As the time in `created` does, once a second.
  const texts = Array.from({ length: 200 }, (_, at) => payload(at, 'content', `t${at >> 5}`))
  watched.parseAll(texts)
  expect(watched.predicted.slice(100)).not.toContain(false)
})

test('what was learnt to vary goes on to do so, though it does not where more is learnt', () => {
  const watched = new WatchedPredictor()
  watched.parseAll(Array.from({ length: 21 }, (_, at) => payload(at)))
  // The last one has taught: now its id is another, and nothing else.
  watched.parseAll([22, 23, 24, 25].map((at) => payload(at)))
  watched.parseAll(Array.from({ length: 5 }, () => payload(20, 'content', 'xyz')))
  expect(watched.predicted.at(-1)).toBe(true)
  expect(watched.parseAll([payload(33, 'content', 'xyz')]).predicted.at(-1)).toBe(true)
})

test('what one stream taught is known in the next, whose id is another', () => {
  const watched = new WatchedPredictor()
  const id = (stream: number): string => `chatcmpl-${stream}`.padEnd(40, 'x')
  for (let stream = 0; stream < 4; stream++) {
    watched.parseAll(Array.from({ length: 40 }, (_, at) => payload(at, 'content', id(stream))))
  }
  const before = watched.predicted.length
  watched.parseAll(Array.from({ length: 10 }, (_, at) => payload(at, 'content', id(9))))
  expect(watched.predicted.slice(before)).not.toContain(false)
})

test('what does not help any more is forgotten, however much it did, and can be learnt again', () => {
  const watched = learnt()
  watched.parseAll(Array.from({ length: 2000 }, (_, at) => payload(at)))
  const other = Array.from({ length: 600 }, (_, at) => `{"n":[${'1,'.repeat(at % 40)}2]}`)
  watched.parseAll(other)
  watched.parseAll([payload(1)])
  expect(watched.predicted.at(-1)).toBe(false)
  watched.parseAll(Array.from({ length: 100 }, (_, at) => payload(at)))
  expect(watched.predicted.at(-1)).toBe(true)
})

test('an error on the way leaves what was learnt as it is', () => {
  const watched = learnt()
  for (const text of ['{', '', '{"id":"abc","n":1,"choices":[{"index":0,"delta":{"content":"\\']) {
    expect(watched.parse(text)).toBe(undefined)
  }
  expect(watched.parseAll([payload(3)]).predicted.at(-1)).toBe(true)
})

test('keys of the prototype that someone added are not taken for keys of a payload', () => {
  Reflect.set(Object.prototype, 'end', 'polluted')
  try {
    const texts = Array.from({ length: 50 }, (_, at) => `{"a":"${WORDS[at % 5]!}","b":{"c":${at}}}`)
    expect(new WatchedPredictor().parseAll(texts).predicted.at(-1)).toBe(true)
  } finally {
    Reflect.deleteProperty(Object.prototype, 'end')
  }
})

describe('the option `parse` of a decoder', () => {
  class Payloads extends JSONEventDecoder<JSONObject, never, 'none'> {
    protected get evidence(): undefined {
      return undefined
    }
    protected take(value: JSONObject): JSONObject {
      return value
    }
    protected takeForeign(): false {
      return false
    }
  }

  function event(data: string): ServerSentEvent {
    return { event: undefined, data, id: undefined, retry: undefined, lastEventId: '' }
  }

  test('is what the data goes through', () => {
    const asked: string[] = []
    const { parse } = new PayloadPredictor()
    const decoder = new Payloads({
      parse: (data) => {
        asked.push(data)
        return parse(data)
      },
    })
    const texts = Array.from({ length: 40 }, (_, at) => payload(at))
    const items = texts.map((text) => decoder.decode(event(text)))
    expect(asked).toEqual(texts)
    expect(items).toEqual(texts.map((text) => JSON.parse(text) as unknown))
  })

  test('may throw for what is no JSON, such as the sentinel', () => {
    const decoder = new Payloads({ parse: new PayloadPredictor().parse })
    decoder.decode(event(payload(1)))
    decoder.decode(event('[DONE]'))
    expect(decoder.completion).toBe('done-sentinel')
  })
})
