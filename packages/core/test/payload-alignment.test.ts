// White-box: what two texts have in common decides how soon something is learnt, and never what is parsed.

import { describe, expect, test } from 'vitest'
import { aligned } from '../src/payload-alignment.ts'

/** The tokens at the holes, and which values they are. */
function holes(known: string, text: string, varying: readonly number[] = []) {
  const alignment = aligned(known, text, varying)
  if (alignment === undefined) return undefined
  const found = alignment.holes.map(({ value, start, end, isString }) => {
    const token = text.slice(start, end)
    return [value, isString ? `"${token}"` : token]
  })
  return [...found, alignment.values]
}

describe('the holes of two texts', () => {
  test.each([
    ['none, where the texts are the same', '{"a":[1,"x"]}', '{"a":[1,"x"]}', [4]],
    ['a number of other length', '{"a":1,"b":2}', '{"a":-1.5e+10,"b":2}', [[1, '-1.5e+10'], 3]],
    [
      'a string that goes on',
      '{"a":"on","b":""}',
      '{"a":"one","b":"x"}',
      [[1, '"one"'], [2, '"x"'], 3],
    ],
    ['a string that ends sooner', '["one"]', '["on"]', [[1, '"on"'], 2]],
    [
      'a string with a quote',
      '["a"]',
      String.raw`["a\",\"b\\"]`,
      [[1, String.raw`"a\",\"b\\"`], 2],
    ],
    ['where an escape goes on', String.raw`["\n"]`, String.raw`["\t"]`, [[1, String.raw`"\t"`], 2]],
    [
      'behind a string with the same escape',
      String.raw`["\n",1]`,
      String.raw`["\n",2]`,
      [[2, '2'], 3],
    ],
    [
      'behind literals and containers, which count',
      '[null,true,false,{},[],"",{"a":{"b":1}}]',
      '[null,true,false,{},[],"",{"a":{"b":2}}]',
      [[9, '2'], 10],
    ],
    [
      'with white space',
      '{ "a" :\t1 ,\n"b": "x" }',
      '{ "a" :\t2 ,\n"b": "y" }',
      [[1, '2'], [2, '"y"'], 3],
    ],
  ])('%s', (_, known, text, expected) => {
    expect(holes(known, text)).toEqual(expected)
  })

  test('are found among 256 values', () => {
    expect(holes(`[${'1,'.repeat(254)}1]`, `[${'1,'.repeat(254)}2]`)).toEqual([[255, '2'], 256])
  })

  test('include those that varied before, though they are the same now', () => {
    expect(holes('[1,"x",2,"y"]', '[1,"x",3,"y"]', [2, 4])).toEqual([
      [2, '"x"'],
      [3, '3'],
      [4, '"y"'],
      5,
    ])
  })
})

test.each([
  ['another literal', '[null]', '[true]'],
  ['a literal for a number', '[1]', '[null]'],
  ['a number for a literal', '[null]', '[1]'],
  ['a string for a number', '[1]', '["1"]'],
  ['a number for a string', '["1"]', '[1]'],
  ['an object for an array', '[]', '{}'],
  ['one item more', '[1]', '[1,2]'],
  ['one item less', '[1,2]', '[1]'],
  ['another key', '{"a":1}', '{"b":1}'],
  ['a longer key', '{"a":1}', '{"ab":1}'],
  ['a key with an escape', String.raw`{"a\n":1}`, String.raw`{"a\n":2}`],
  ['257 values', `[${'1,'.repeat(255)}1]`, `[${'1,'.repeat(255)}2]`],
  ['a space', '[1, 2]', '[1,2]'],
  ['a space at the end', '[1] ', '[1]'],
  ['a space more at the end', '[1]', '[1] '],
])('texts do not compare: %s', (_, known, text) => {
  expect(holes(known, text)).toBe(undefined)
})
