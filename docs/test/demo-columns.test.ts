import { createInterface } from 'node:readline'
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnsOf, fold, printable } from '../demo/columns.ts'

/** The columns that Node's line editor, with its tables of Unicode, gives to a line. */
function columnsByNode(line: string): number {
  const output = Object.assign(new PassThrough(), { columns: 1_000_000 })
  const editor = createInterface({
    input: new PassThrough(),
    output,
    prompt: '',
    terminal: true,
  })
  editor.write(line)
  const { rows, cols } = editor.getCursorPos()
  editor.close()
  expect(rows).toBe(0)
  return cols
}

const character = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
  fc.constantFrom(...'äßñЖωא€…→½', 'e\u0301', 'e\u200B'),
  fc.constantFrom(...'東京の天気カタカナ한국어。「」!¥㍿龍', '𠮷', '𝒜', 'ｱ', 'ｶﾞ'),
  fc.constantFrom('🙂', '🚀', '☕', '⌚', '✅'),
)
const line = fc.string({ unit: character, maxLength: 60 })

describe('columnsOf', () => {
  test('gives the columns that the line editor of Node gives', () => {
    fc.assert(
      fc.property(line, (text) => {
        expect(columnsOf(text)).toBe(columnsByNode(text))
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['👩‍👩‍👧', 2],
    ['🇯🇵', 2],
    ['👍🏽', 2],
    ['❤️', 2],
    ['\u1112\u1161\u11AB', 2],
  ])('takes a sequence that is shown as one character for two columns: %s', (text, columns) => {
    expect(columnsOf(text)).toBe(columns)
  })
})

describe('fold', () => {
  test('loses nothing, keeps to the width and fills each row', () => {
    const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 30 }), (value, width) => {
        let rest = value
        const rows = fold(value, width)
        for (const [index, row] of rows.entries()) {
          expect(columnsOf(row)).toBeLessThanOrEqual(width)
          expect(rest.startsWith(row)).toBe(true)
          rest = rest.slice(row.length)
          if (rest.startsWith('\n')) rest = rest.slice(1)
          else if (index < rows.length - 1) expect(columnsOf(row)).toBeGreaterThanOrEqual(width - 1)
        }
        expect(rest).toBe('')
      }),
    )
  })

  test.each([1, 0, -5])('comes to an end at a width of %i', (width) => {
    expect(fold('a東b', width)).toEqual(['a', '東', 'b'])
  })
})

test('nothing of an answer commands the terminal', () => {
  expect(printable('a\u001B[2J\rb\u0007\u009B1A\u007F\n\tc')).toBe('a[2Jb1A\n  c')
  const low = fc.integer({ min: 0, max: 0x2ff }).map((code) => String.fromCodePoint(code))
  fc.assert(
    fc.property(fc.string({ unit: low }), (text) => {
      const codes = Array.from(printable(text), (each) => each.codePointAt(0) ?? 0)
      const commands = codes.filter(
        (code) => (code < 32 && code !== 10) || (code > 126 && code < 160),
      )
      expect(commands).toEqual([])
    }),
  )
})
