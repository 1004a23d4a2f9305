/** The check of values against types, checked: each kind of type takes what TypeScript says it does, and nothing else. */
import { describe, expect, test } from 'vitest'
import { misfits } from './misfit.ts'
import { shapeOfType } from './shape-of-type.ts'

const SAMPLE = `
  interface Base { readonly id: string; readonly size?: number | null }
  interface Apple extends Base { readonly type: 'apple'; readonly ripe: boolean }
  interface Pear extends Base { readonly type: 'pear'; readonly parts: readonly Fruit[] }
  type Fruit = Apple | Pear
  type Word = 'red' | 'green' | (string & {}) | null
  export interface Sample {
    readonly fruit?: Fruit
    readonly word?: Word
    readonly only?: 'red' | 'green' | 7
    readonly sizes?: readonly (number | string)[]
    readonly record?: Readonly<Record<string, number>>
    readonly known?: { readonly [key: string]: number | boolean; readonly ok: boolean }
    readonly both?: Base & { readonly more: number }
    readonly anything?: unknown
    readonly none?: undefined
    readonly either?: Base | readonly Base[] | string
  }
`
const PATH = 'packages/chat/src/sample.ts'
const shape = shapeOfType(PATH, 'Sample', { [PATH]: SAMPLE })

const apple = { type: 'apple', id: 'a', ripe: true }

describe('what fits', () => {
  test.each([
    {},
    { unheardOf: 1 },
    { fruit: apple },
    { fruit: { ...apple, size: null } },
    { fruit: { type: 'pear', id: 'p', parts: [apple, { type: 'pear', id: 'q', parts: [] }] } },
    { word: 'red' },
    { word: 'blue' },
    { word: null },
    { only: 7 },
    { sizes: [1, 'two'] },
    { sizes: [] },
    { record: { a: 1 } },
    { known: { ok: true, a: 1, b: false } },
    { both: { id: 'b', more: 1 } },
    { anything: null },
    { none: undefined },
    { either: 'text' },
    { either: [{ id: 'a' }] },
    { either: { id: 'a' } },
  ])('%j', (value) => {
    expect(misfits(value, shape)).toEqual([])
  })
})

describe('what does not', () => {
  test.each([
    [null, '', 'null'],
    [[], '', 'array'],
    [{ fruit: null }, '.fruit', 'null'],
    [{ fruit: undefined }, '.fruit', 'undefined'],
    [{ fruit: { ...apple, type: 'plum' } }, '.fruit.type', "'plum'"],
    [{ fruit: { type: 'apple', ripe: true } }, '.fruit.id', 'absent'],
    [{ fruit: { ...apple, size: '7' } }, '.fruit.size', "'7'"],
    [{ fruit: { ...apple, ripe: 'very much so' } }, '.fruit.ripe', 'string'],
    [
      { fruit: { type: 'pear', id: 'p', parts: [{ type: 'pear', id: 'q' }] } },
      '.fruit.parts[].parts',
      'absent',
    ],
    [{ word: 7 }, '.word', 'number'],
    [{ only: 'blue' }, '.only', "'blue'"],
    [{ only: 8 }, '.only', 'number'],
    [{ sizes: [1, null] }, '.sizes[]', 'null'],
    [{ sizes: { 0: 1 } }, '.sizes', 'object'],
    [{ record: { a: null } }, '.record.*', 'null'],
    [{ known: { ok: 1 } }, '.known.ok', 'number'],
    [{ known: { ok: true, a: '1' } }, '.known.*', "'1'"],
    [{ both: { more: 1 } }, '.both.id', 'absent'],
    [{ both: { id: 'b' } }, '.both.more', 'absent'],
    [{ none: null }, '.none', 'null'],
    [{ either: 7 }, '.either', 'number'],
    [{ either: [{}] }, '.either[].id', 'absent'],
    [{ both: Object.create({ id: 'inherited', more: 1 }) as object }, '.both.id', 'absent'],
  ])('%j', (value, path, found) => {
    expect(misfits(value, shape)).toContainEqual({ path, found })
  })
})

describe('a type that cannot be read', () => {
  test('is one that is not there', () => {
    expect(() => shapeOfType(PATH, 'Samples', { [PATH]: SAMPLE })).toThrow('has no Samples')
  })

  test('is one that does not compile', () => {
    const broken = { [PATH]: 'export type Sample = Unheard' }
    expect(() => shapeOfType(PATH, 'Sample', broken)).toThrow("Cannot find name 'Unheard'")
  })

  test.each(['readonly [1, 2]', '() => void', 'bigint[] & Date', '`a${string}`'])(
    'is %s',
    (type) => {
      const strange = { [PATH]: `export interface Sample { readonly field: ${type} }` }
      expect(() => shapeOfType(PATH, 'Sample', strange)).toThrow('No shape is known for')
    },
  )
})
