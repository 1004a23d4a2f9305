import { PartialJson } from '@sse/accumulate/json'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { brokenText, cuts, jsonText } from './json-text-arbitrary.ts'
import { accepted, errorOf, pathsOf, shown } from './partial-json-observation.ts'
import { beginningOf } from './partial-json-oracle.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 200)
// Where all that is there is looked at after each character.
const fewerRuns = Math.ceil(numRuns / 4)
const seeds = fc.array(fc.nat(), { maxLength: 6 })

// Everything that can be asked, as the oracle would answer it.
function expectBeginning(json: PartialJson, text: string): void {
  const { value, complete, final } = beginningOf(text)
  const paths = pathsOf(value)
  const ofOracle = paths.filter((path) => final.has(JSON.stringify(path)))
  const ofJson = paths.filter((path) => json.isComplete(path))
  const answer = (live: unknown, whole: boolean, done: readonly unknown[]): string =>
    `${shown(live)} ${whole ? 'complete' : 'begun'}, final ${JSON.stringify(done)}`
  const observed = answer(json.value, json.complete, ofJson)
  const expected = answer(value, complete, ofOracle)
  // An expectation costs more than all of this.
  if (observed !== expected) expect([text, observed]).toEqual([text, expected])
}

describe('the oracle agrees with JSON.parse', () => {
  test('about valid texts', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const { value, complete } = beginningOf(`${text} `)
        expect(complete).toBe(true)
        expect(shown(value)).toBe(shown(JSON.parse(text)))
      }),
      { numRuns },
    )
  })

  test('about texts that may be broken', () => {
    fc.assert(
      fc.property(brokenText, (text) => {
        expect(beginningOf(`${text} `).complete).toBe(accepted(text))
      }),
      { numRuns },
    )
  })
})

describe('the final value is that of JSON.parse', () => {
  test('however the text is cut', () => {
    fc.assert(
      fc.property(jsonText, seeds, (text, places) => {
        const json = new PartialJson()
        for (const piece of cuts(text, places)) json.push(piece)
        expect(shown(json.finish())).toBe(shown(JSON.parse(text)))
        expect(json.complete).toBe(true)
      }),
      { numRuns },
    )
  })

  test('at every single cut, and whether somebody looks there or not', () => {
    fc.assert(
      fc.property(jsonText, fc.boolean(), (text, looks) => {
        const whole = shown(JSON.parse(text))
        for (let at = 0; at <= text.length; at++) {
          const json = new PartialJson()
          json.push(text.slice(0, at))
          if (looks) shown(json.value)
          json.push(text.slice(at))
          expect(shown(json.finish())).toBe(whole)
        }
      }),
      { numRuns },
    )
  })

  test('for what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), seeds, (text, places) => {
        // `JSON.parse` of Node 26.10 mistakes later keys for one that ends in a backslash.
        fc.pre(!/\\\\"\s*:/.test(text))
        const json = new PartialJson()
        for (const piece of cuts(text, places)) json.push(piece)
        expect(shown(json.finish())).toBe(shown(JSON.parse(text)))
      }),
      { numRuns },
    )
  })
})

describe('on the way there', () => {
  test('the value, what is complete and what is final are those of the text so far', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        const json = new PartialJson()
        expectBeginning(json, '')
        for (let at = 0; at < text.length; at++) {
          json.push(text.charAt(at))
          expectBeginning(json, text.slice(0, at + 1))
        }
      }),
      { numRuns },
    )
  })

  test('it makes no difference how the text so far was cut', () => {
    fc.assert(
      fc.property(jsonText, fc.nat(), seeds, (text, end, places) => {
        const begun = text.slice(0, end % (text.length + 1))
        const json = new PartialJson()
        for (const piece of cuts(begun, places)) {
          json.push(piece)
          json.push('')
        }
        expectBeginning(json, begun)
      }),
      { numRuns },
    )
  })

  test('each value is a part of the next and of the last', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const json = new PartialJson()
        let before: unknown
        for (const character of text) {
          json.push(character)
          const now = structuredClone(json.value)
          expect(isPartOf(before, now)).toBe(true)
          before = now
        }
        expect(isPartOf(before, json.finish())).toBe(true)
      }),
      { numRuns },
    )
  })

  test('arrays and objects are the same from first to last', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 3 }).filter((text) => /^[[{]/.test(text)),
        (text) => {
          const json = new PartialJson()
          const seen = new Map<string, unknown>()
          for (const character of text) {
            json.push(character)
            for (const path of pathsOf(json.value)) {
              const here = within(json.value, path)
              if (typeof here !== 'object' || here === null) continue
              const name = JSON.stringify(path)
              expect(seen.get(name) ?? here).toBe(here)
              seen.set(name, here)
            }
          }
        },
      ),
      { numRuns: fewerRuns },
    )
  })

  test('what is final does not change', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const json = new PartialJson()
        const final = new Map<string, string>()
        for (const character of text) {
          json.push(character)
          const now = new Map(
            pathsOf(json.value)
              .filter((path) => json.isComplete(path))
              .map((path) => [JSON.stringify(path), shown(within(json.value, path))]),
          )
          const kept = [...final].filter(([path, value]) => now.get(path) === value)
          expect(kept).toHaveLength(final.size)
          for (const [path, value] of now) final.set(path, value)
        }
        expect(final.get('[]')).toBe(/^[-\d]/.test(text) ? undefined : shown(JSON.parse(text)))
      }),
      { numRuns: fewerRuns },
    )
  })

  test('a live string is well-formed as long as the text is', () => {
    const character = fc.constantFrom(
      ...'a"\\\n/\u007f\ud7ff\ue000\uffff',
      '\u{1f600}',
      '\u{10ffff}',
    )
    const string = fc.array(character, { minLength: 1 }).map((all) => all.join(''))
    fc.assert(
      fc.property(string, fc.boolean(), (expected, escaped) => {
        const text = escaped
          ? Array.from({ length: expected.length }, (_, index) => {
              const code = expected.charCodeAt(index).toString(16).padStart(4, '0')
              return `\\u${code}`
            }).join('')
          : JSON.stringify(expected).slice(1, -1)
        const json = new PartialJson()
        json.push('"')
        const live: string[] = []
        for (let index = 0; index < text.length; index++) {
          json.push(text.charAt(index))
          live.push(json.value as string)
        }
        // `encodeURIComponent` throws for half a pair.
        expect(() => live.map(encodeURIComponent)).not.toThrow()
        json.push('"')
        expect(json.value).toBe(expected)
      }),
      { numRuns },
    )
  })
})

describe('a text that is no JSON', () => {
  test('is refused at the same unit however it is cut, and what was good stays', () => {
    fc.assert(
      fc.property(brokenText, seeds, (text, places) => {
        const { refusedAt } = beginningOf(text)
        const json = new PartialJson()
        const push = (): void => {
          for (const piece of cuts(text, places)) json.push(piece)
        }
        if (refusedAt === undefined) {
          push()
          expectBeginning(json, text)
          return
        }
        const error = errorOf(push)
        expect([error.offset, error.reason]).toEqual([refusedAt, 'syntax'])
        const good = beginningOf(text.slice(0, refusedAt))
        expect(shown(json.value)).toBe(shown(good.value))
        for (const path of pathsOf(good.value).slice(1)) {
          expect(json.isComplete(path)).toBe(good.final.has(JSON.stringify(path)))
        }
      }),
      { numRuns: numRuns * 2 },
    )
  })

  test('is finished when JSON.parse takes it, and refused otherwise', () => {
    fc.assert(
      fc.property(brokenText, seeds, (text, places) => {
        const json = new PartialJson()
        const run = (): unknown => {
          for (const piece of cuts(text, places)) json.push(piece)
          return json.finish()
        }
        if (accepted(text)) expect(shown(run())).toBe(shown(JSON.parse(text)))
        else errorOf(run)
      }),
      { numRuns: numRuns * 2 },
    )
  })
})

// Strings begin in the same way, arrays and objects have the first members of the other; the rest is equal.
function isPartOf(part: unknown, whole: unknown): boolean {
  if (part === undefined) return true
  if (typeof part === 'string') return typeof whole === 'string' && whole.startsWith(part)
  if (typeof part !== 'object' || part === null) return Object.is(part, whole)
  if (typeof whole !== 'object' || whole === null) return false
  if (Array.isArray(part) !== Array.isArray(whole)) return false
  const members = Object.entries(part)
  return members.every(
    ([key, value]) => Object.hasOwn(whole, key) && isPartOf(value, Reflect.get(whole, key)),
  )
}

function within(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = Reflect.get(here, key)
  }
  return here
}
