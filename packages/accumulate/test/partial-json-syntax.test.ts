import { PartialJson } from '@sse/accumulate/json'
import { describe, expect, test } from 'vitest'
import { ACCEPTED } from './json-accepted.ts'
import { REFUSED } from './json-refused.ts'
import { accepted, errorOf, refusedAt, shown } from './partial-json-observation.ts'

const allAccepted = Object.values(ACCEPTED).flat()
const allRefused = Object.values(REFUSED).flat()

test('the tables are of a size, without repetition', () => {
  const all = [...allAccepted, ...allRefused]
  expect(new Set(all).size).toBe(all.length)
  expect(allAccepted.length).toBeGreaterThan(120)
  expect(allRefused.length).toBeGreaterThan(220)
})

describe('accepted, with the value of JSON.parse, whole and unit by unit', () => {
  test.each(allAccepted)('%j', (text) => {
    for (const pieces of [
      [text],
      Array.from({ length: text.length }, (_, at) => text.charAt(at)),
    ]) {
      const json = new PartialJson()
      for (const piece of pieces) json.push(piece)
      expect(shown(json.finish())).toBe(shown(JSON.parse(text)))
    }
  })
})

describe('refused, at the end of the longest beginning of any JSON text', () => {
  test.each(allRefused)('%j', (text) => {
    expect(accepted(text)).toBe(false)
    let good = 0
    while (good < text.length && begins(text.slice(0, good + 1))) good++
    expect(refusedAt([text])).toBe(good)
    expect(refusedAt(text.split(''))).toBe(good)
    const json = new PartialJson()
    const error = errorOf(() => {
      json.push(text)
      json.finish()
    })
    expect(error.reason).toBe(good < text.length ? 'syntax' : 'truncated')
  })
})

test('what may be in a string is the same at every distance from its beginning', () => {
  for (const distance of [0, 1, 30, 31, 32, 33, 34, 100, 1024, 1025]) {
    for (let code = 0; code < 0x100; code++) {
      const text = `"${'a'.repeat(distance)}${String.fromCharCode(code)}"`
      // A quote there leaves one too many behind it, a backslash leaves none.
      const refused = code === 0x22 ? distance + 2 : code === 0x5c ? text.length : distance + 1
      const expected = accepted(text) ? undefined : refused
      expect([distance, code, refusedAt([text])]).toEqual([distance, code, expected])
    }
  }
})

test('no beginning of an accepted text is refused', () => {
  for (const text of allAccepted) {
    for (let end = 0; end <= text.length; end++) {
      const json = new PartialJson()
      json.push(text.slice(0, end))
      expect(begins(text.slice(0, end))).toBe(true)
    }
  }
})

// What may end the token that a text was cut in, and then make a member of what was an object's key or nothing.
const TOKEN_ENDS = ['', '"', '0', 'n"', '0"', '00"', '000"', '0000"']
const LITERAL_ENDS = ['true', 'false', 'null'].flatMap((literal) =>
  Array.from({ length: literal.length }, (_, at) => literal.slice(at)),
)
const MEMBER_ENDS = ['', ':0', '0', '"":0']

// Whether any JSON text begins like this, as JSON.parse judges by how it may go on.
function begins(text: string): boolean {
  const closers = openBrackets(text)
  return [...TOKEN_ENDS, ...LITERAL_ENDS].some((token) =>
    MEMBER_ENDS.some((member) => accepted(text + token + member + closers)),
  )
}

function openBrackets(text: string): string {
  const brackets = text.replaceAll(/"(?:[^"\\]|\\[^])*(?:"|\\?$)/g, '').replaceAll(/[^[\]{}]/g, '')
  let open = brackets
  for (let before = ''; before !== open;) {
    before = open
    open = open.replaceAll(/\[\]|\{\}/g, '')
  }
  return [...open]
    .toReversed()
    .map((each) => (each === '[' ? ']' : '}'))
    .join('')
}
