// White box: the order is no part of the package's door.

import type { ChatCompletionChoice } from '@sse/chat'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderChoices } from '../src/choice-order.ts'

const choicesOf = (indexes: readonly number[]): ChatCompletionChoice[] =>
  indexes.map((index) => ({ index }) as ChatCompletionChoice)

const ascending = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b)

describe('choices of which the first are in order', () => {
  const few = [3, 1, 2]

  test.each([
    ['few late ones', 200, 3],
    ['many late ones', 20, 200],
  ])('are in order with %s, the same objects', (_name, inOrder, late) => {
    const indexes = fc
      .tuple(
        fc.uniqueArray(fc.nat(10_000), { minLength: inOrder, maxLength: inOrder + late }),
        fc.nat(late),
      )
      .map(([all, count]) => {
        const ordered = Math.max(0, all.length - count)
        return { all: [...ascending(all.slice(0, ordered)), ...all.slice(ordered)], ordered }
      })
    fc.assert(
      fc.property(indexes, ({ all, ordered }) => {
        const choices = choicesOf(all)
        const before = new Map(choices.map((choice) => [choice.index, choice]))
        expect(orderChoices(choices, ordered)).toBe(all.length)
        expect(choices.map(({ index }) => index)).toEqual(ascending(all))
        expect(choices.every((choice) => before.get(choice.index) === choice)).toBe(true)
      }),
    )
  })

  test('wait for others that come late, where there are very many, but not at the end', () => {
    const all = Array.from({ length: 6_400 }, (_, at) => at + 10)
    const some = choicesOf([...all, ...few])
    expect(orderChoices(some, all.length)).toBe(all.length)
    expect(some.slice(-3).map(({ index }) => index)).toEqual(few)
    expect(orderChoices(some, all.length, true)).toBe(some.length)
    expect(some.map(({ index }) => index)).toEqual([...ascending(few), ...all])
    const late = Array.from({ length: 110 }, (_, at) => -at)
    const many = choicesOf([...all, ...late])
    expect(orderChoices(many, all.length)).toBe(many.length)
    expect(many.map(({ index }) => index)).toEqual([...ascending(late), ...all])
  })
})
