import fc from 'fast-check'
import { expect, test } from 'vitest'
import { learnable, mutated, mutation, odd, textAt } from './payload-stream-arbitrary.ts'
import { WatchedPredictor } from './watched-predictor.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 300)

// Longer than it takes to learn.
const LENGTH = 60
const LEARNT = 40

test('what can be learnt is learnt: from some text on, all are put together, and exact', () => {
  fc.assert(
    fc.property(learnable, (stream) => {
      const texts = Array.from({ length: LENGTH }, (_, at) => textAt(stream, at))
      const { predicted } = new WatchedPredictor().parseAll(texts)
      expect(predicted.slice(0, 20)).not.toContain(true)
      expect(predicted.slice(LEARNT)).not.toContain(false)
    }),
    { numRuns },
  )
})

test('every text has the outcome of JSON.parse: keys of all sorts, strings of any length', () => {
  fc.assert(
    fc.property(odd, (stream) => {
      const texts = Array.from({ length: LENGTH }, (_, at) => textAt(stream, at))
      expect(new WatchedPredictor().parseAll(texts).predicted).toHaveLength(LENGTH)
    }),
    { numRuns },
  )
})

test('every text has the outcome of JSON.parse: several streams in turn, and what befell some of the texts', () => {
  const streams = fc.array(fc.oneof(learnable, odd), { minLength: 1, maxLength: 6 })
  const befallen = fc.array(fc.tuple(fc.nat({ max: 59 }), mutation), { maxLength: 40 })
  fc.assert(
    fc.property(streams, fc.nat({ max: 2 }), befallen, (all, stay, mutations) => {
      const watched = new WatchedPredictor()
      for (let at = 0; at < LENGTH * 2; at++) {
        const text = textAt(all[(at >> stay) % all.length]!, at)
        watched.parseAll([text])
        // Of a text that is known by now, mostly.
        for (const [when, each] of mutations) {
          if (when === at - LENGTH) watched.parseAll([mutated(text, each)])
        }
      }
      expect(watched.predicted.length).toBeGreaterThanOrEqual(LENGTH * 2)
    }),
    { numRuns },
  )
})

test('what a user does to a value is not seen in another', () => {
  fc.assert(
    fc.property(learnable, (stream) => {
      const watched = new WatchedPredictor()
      const seen = new Set<object>()
      for (let at = 0; at < LENGTH; at++) {
        watched.parseAll([textAt(stream, at)])
        const mine = containersOf(watched.values.at(-1))
        for (const container of mine) {
          expect(seen.has(container)).toBe(false)
          seen.add(container)
          ruin(container)
        }
      }
      expect(watched.predicted.at(-1)).toBe(true)
    }),
    { numRuns },
  )
})

function containersOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(containersOf)]
}

function ruin(container: object): void {
  if (Array.isArray(container)) container.push('ruined')
  else Object.assign(container, { ruined: true })
  for (const key of Object.keys(container)) Reflect.set(container, key, 'ruined')
}
