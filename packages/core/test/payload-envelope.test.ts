// What a predictor makes of a text when it knows the envelope of others, against `JSON.parse`.

import { describe, expect, test } from 'vitest'
import { learnt, payload } from './learnt-predictor.ts'

describe('after an envelope was learnt', () => {
  const before = '{"id":"abc","n":1,"choices":[{"index":0,"delta":{"content":"'
  const after = '"},"end":null}]}'

  test.each([
    ['empty', '""'],
    ['of 12 characters', '"abcdefghijkl"'],
    ['of 13', '"abcdefghijklm"'],
    ['of 24', '"abcdefghijklabcdefghijkl"'],
    ['of 25', '"abcdefghijklabcdefghijkla"'],
    ['long, with an escape at its end', `"${'abc '.repeat(50)}\\n"`],
    ['with every short escape', String.raw`"\"\\\/\b\f\n\r\t"`],
    ['with a quote of its own', String.raw`"\",\"content\":\"x\""`],
    ['that ends in a backslash', String.raw`"\\"`],
    ['with an escaped pair of surrogates', String.raw`"\ud83d\ude42"`],
    ['with half of one', String.raw`"\ud83d"`],
    ['with half of one as it is', '"\ud83d"'],
    ['with a line separator and DEL', '"\u2028\u007f"'],
    ['beyond Latin-1', '"今天🙂"'],
  ])('a string %s is put together', (_, token) => {
    const watched = learnt().parseAll([before.slice(0, -1) + token + after.slice(1)])
    expect(watched.predicted.at(-1)).toBe(true)
  })

  test.each(['0', '7', '-1', '-0', '1.5', '1e3', '2E-7', '999999999999999', '0.1', '1e400'])(
    'the number %s is put together',
    (token) => {
      const watched = learnt().parseAll([payload(1).replace('"n":1', `"n":${token}`)])
      expect(watched.predicted.at(-1)).toBe(true)
    },
  )

  test.each(['1234567890123456', '123456789012345678901234567890', '9007199254740993'])(
    'the number %s, of more than 15 digits, has the value of JSON.parse',
    (token) => {
      const watched = learnt().parseAll([payload(1).replace('"n":1', `"n":${token}`)])
      expect(watched.predicted.at(-1)).toBe(true)
    },
  )

  test.each([
    ['a control character in a string', `${before}a\nb${after}`],
    ['another one behind 20 characters', `${before}${'a'.repeat(20)}\u0000${after}`],
    ['an escape that is none', String.raw`${before}\x${after}`],
    ['half an escape', String.raw`${before}\u12${after}`],
    ['a string without end', `${before}abc`],
    ['a string without end, after a backslash', `${before}abc\\`],
    ['nothing', ''],
    ['a leading zero', payload(1).replace('"n":1', '"n":01')],
    ['two zeros', payload(1).replace('"n":1', '"n":00')],
    ['a plus', payload(1).replace('"n":1', '"n":+1')],
    ['a lone minus', payload(1).replace('"n":1', '"n":-')],
    ['no number', payload(1).replace('"n":1', '"n":')],
    ['a fraction without digits', payload(1).replace('"n":1', '"n":1.')],
    ['an exponent without digits', payload(1).replace('"n":1', '"n":1e')],
    ['NaN', payload(1).replace('"n":1', '"n":NaN')],
    ['more behind the end', `${payload(1)}}`],
    ['less', payload(1).slice(0, -1)],
  ])('%s is the SyntaxError of JSON.parse', (_, text) => {
    const watched = learnt()
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError)
    expect(watched.parse(text)).toBe(undefined)
    expect(watched.predicted.at(-1)).toBe(false)
  })

  test.each([
    [
      'a text of 16,385 characters',
      payload(1).replace('two', 'a'.repeat(16_388 - payload(1).length)),
    ],
    ['another key', payload(1, 'refusal')],
    ['an escaped key', payload(1, String.raw`c\u006fntent`)],
    ['another constant', payload(1).replace('null', '"stop"')],
    ['null for a string', payload(1).replace('"two"', 'null')],
    ['a string for a number', payload(1).replace('"n":1', '"n":"1"')],
    ['an object for a string', payload(1).replace('"two"', '{"a":1}')],
    ['a further key', payload(1).replace('"end"', '"more":1,"end"')],
    ['a key again', payload(1).replace('"end":null', '"end":null,"index":5')],
    [
      'keys in another order',
      payload(1).replace('"index":0,', '').replace('null', 'null,"index":0'),
    ],
    ['white space', payload(1).replace('"n":1', '"n": 1')],
    ['white space before', ` ${payload(1)}`],
    ['white space behind', `${payload(1)}\n`],
    ['__proto__', payload(1, '__proto__')],
    ['a number', '5'],
    ['null', 'null'],
    ['an array', '[]'],
  ])('%s is left to JSON.parse', (_, text) => {
    const watched = learnt().parseAll([text])
    expect(watched.predicted.at(-1)).toBe(false)
  })
})
