import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Output, screenFor } from '../demo/screen.ts'

// The tests write no wide characters but these, each of two columns.
const isWide = (character: string): boolean => '東京🙂'.includes(character)

/**
 * A terminal that does what a real one does with the sequences that the demo uses, and throws at any
 * other: rows that are too long wrap, the cursor does not go above the top of the screen.
 */
class FakeTerminal implements Output {
  readonly isTTY = true
  readonly columns: number
  readonly rows: number
  written = ''
  readonly #lines: string[][] = [[]]
  #row = 0
  #column = 0

  constructor(columns: number, rows = 1000) {
    this.columns = columns
    this.rows = rows
  }

  hasColors(): boolean {
    return true
  }

  /** What has been shown: what scrolled off at the top as well. */
  get lines(): string[] {
    return this.#lines.map((cells) => cells.join('').trimEnd())
  }

  write(text: string): void {
    this.written += text
    // oxlint-disable-next-line no-control-regex -- the sequences begin with ESC
    for (const [piece, count, command] of text.matchAll(/\u001B\[(\d*)([A-Za-z])|[^]/gu)) {
      if (command === undefined) this.#put(piece)
      else if (command === 'A') this.#up(Number(count))
      else if (command === 'J') this.#clear()
      else if (command !== 'm') throw new Error(`The terminal does not know ${command}`)
    }
  }

  #put(character: string): void {
    if (character === '\n') this.#down()
    else if (character === '\r') this.#column = 0
    else {
      const columns = isWide(character) ? 2 : 1
      if (this.#column + columns > this.columns) this.#down()
      const cells = (this.#lines[this.#row] ??= [])
      cells[this.#column] = character
      if (columns === 2) cells[this.#column + 1] = ''
      this.#column += columns
    }
  }

  #down(): void {
    this.#row++
    this.#column = 0
    this.#lines[this.#row] ??= []
  }

  #up(count: number): void {
    if (count < 1) throw new Error('A terminal goes up by one row or more')
    this.#row = Math.max(this.#row - count, this.#lines.length - this.rows, 0)
  }

  #clear(): void {
    this.#lines.length = this.#row + 1
    this.#lines[this.#row]?.splice(this.#column)
  }
}

/** The rows of a text, each as full as the width allows, without the spaces at their ends. */
function rowsOf(text: string, width: number): string[] {
  const rows = ['']
  let room = width
  for (const character of text) {
    const columns = isWide(character) ? 2 : 1
    if (character === '\n' || columns > room) {
      rows.push('')
      room = width
    }
    if (character === '\n') continue
    rows[rows.length - 1] += character
    room -= columns
  }
  return rows.map((row) => row.trimEnd())
}

class FakeFile implements Output {
  written = ''
  write(text: string): void {
    this.written += text
  }
}

beforeEach(() => vi.stubEnv('NO_COLOR', ''))
afterEach(() => vi.unstubAllEnvs())

describe('a terminal', () => {
  test('shows a call that grows in one place, in colour', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.ask('Title', 'Request')
    screen.grow(0, 'f', '{"a"')
    screen.grow(0, 'f', '{"a":1}')
    screen.end()
    screen.facts('facts')
    expect(terminal.lines).toEqual(['', 'Title', '> Request', '', '  f({"a":1}', '', 'facts', ''])
    expect(terminal.written).toContain('\u001B[1mTitle\u001B[0m')
    expect(terminal.written).toContain('\u001B[36m  f({"a":1}\u001B[0m')
    expect(terminal.written).toContain('\u001B[1A\u001B[J')
  })

  test('with NO_COLOR moves as before, without the colours', () => {
    vi.stubEnv('NO_COLOR', '1')
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.ask('Title', 'Request')
    screen.grow(0, 'f', '1')
    screen.grow(0, 'f', '12')
    screen.facts('facts')
    expect(terminal.written.split('\r\u001B[1A\u001B[J')).toEqual([
      '\nTitle\n> Request\n\n  f(1\n',
      '  f(12\n\nfacts\n',
    ])
    expect(terminal.lines).toEqual(['', 'Title', '> Request', '', '  f(12', '', 'facts', ''])
  })

  test('that has no colours gets none', () => {
    const terminal = Object.assign(new FakeTerminal(80), { hasColors: () => false })
    screenFor(terminal).facts('facts')
    expect(terminal.written).toBe('\nfacts\n')
  })

  test('writes nothing for a call that did not grow', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.grow(0, 'f', '1')
    const before = terminal.written
    screen.grow(0, 'f', '1')
    expect(terminal.written).toBe(before)
  })

  test('shows text, calls and text again below each other', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.text('One')
    screen.grow(0, 'f', '1')
    screen.grow(0, 'f', '12')
    screen.text('Two')
    screen.grow(1, 'g', '3')
    screen.grow(1, 'g', '34')
    screen.text('Three')
    screen.grow(0, 'f', '123')
    screen.grow(0, 'f', '1234')
    screen.end()
    screen.grow(0, 'of the next answer', '5')
    const shown = [
      'One',
      '  f(12',
      'Two',
      '  g(34',
      'Three',
      '  f(1234',
      '  of the next answer(5',
      '',
    ]
    expect(terminal.lines).toEqual(shown)
  })

  test('shows what is beside the matter apart from it, and dim', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.aside('Hm, ')
    screen.aside('well.')
    screen.text('So it is.')
    screen.end()
    screen.text('Next.')
    screen.end()
    expect(terminal.lines).toEqual(['Hm, well.', '', 'So it is.', 'Next.', ''])
    expect(terminal.written).toContain('\u001B[2mwell.\u001B[0m')
    expect(terminal.written).toContain('\nSo it is.')
  })

  test('shows a note at once, on a line of its own', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.text('One')
    screen.note('a\u001B[2Jb')
    screen.text('two')
    screen.grow(0, 'f', '1')
    screen.note('c')
    screen.grow(0, 'f', '12')
    screen.end()
    expect(terminal.lines).toEqual(['One', 'a[2Jb', 'two', '  f(1', 'c', '  f(12', ''])
  })

  test('breaks text between words, by columns and not by characters', () => {
    const terminal = new FakeTerminal(23)
    const screen = screenFor(terminal)
    for (const word of ['東京東京 ', '東京 ', '東京東京 ', 'and so ', 'on\n', 'x'])
      screen.text(word)
    screen.end()
    expect(terminal.lines).toEqual(['東京東京 東京', '東京東京 and so on', 'x', ''])
  })

  test('never begins a row with what ends a word', () => {
    const terminal = new FakeTerminal(23)
    const screen = screenFor(terminal)
    for (const piece of ['a quiet small', ' station', '.', ' Every']) screen.text(piece)
    screen.end()
    expect(terminal.lines).toEqual(['a quiet small station.', 'Every', ''])
  })

  test('keeps commands that an answer holds from the terminal', () => {
    const terminal = new FakeTerminal(80)
    const screen = screenFor(terminal)
    screen.text('a\u001B[2Jb\r')
    screen.grow(0, 'f\u001B[9A', '\u001B]0;x\u0007')
    screen.facts('\u001B[5m')
    expect(terminal.lines).toEqual(['a[2Jb', '  f[9A(]0;x', '', '[5m', ''])
  })

  test('too low for the calls redraws what it can reach', () => {
    const terminal = new FakeTerminal(30, 4)
    const screen = screenFor(terminal)
    const value = 'x'.repeat(200)
    for (let length = 0; length <= value.length; length++) {
      screen.grow(0, 'f', value.slice(0, length))
    }
    expect(terminal.lines.join('')).toBe(`  f(${value}`)
    screen.grow(1, 'g', value)
    screen.grow(0, 'f', `${value})`)
    expect(terminal.lines.join('')).toBe(`  f(${value}  g(${value}`)
    screen.grow(1, 'g', `${value})`)
    expect(terminal.lines.join('')).toBe(`  f(${value}  g(${value})`)
  })

  const calls = fc.uniqueArray(
    fc.record({
      position: fc.nat(3),
      pieces: fc.array(fc.string({ unit: fc.constantFrom(...'ab{"東京🙂\n'), maxLength: 12 }), {
        minLength: 1,
        maxLength: 8,
      }),
    }),
    { selector: ({ position }) => position, minLength: 1, maxLength: 4 },
  )

  test('shows all of each call below the heading, in any order of growth and at any width', () => {
    const widths = fc.oneof(fc.integer({ min: 2, max: 40 }), fc.constant(200))
    const order = fc.infiniteStream(fc.nat())
    fc.assert(
      fc.property(calls, widths, order, (grown, columns, picks) => {
        const terminal = new FakeTerminal(columns)
        const screen = screenFor(terminal)
        screen.text('heading')
        const shown = new Map<number, string>()
        const open = grown.map((call) => ({ ...call, pieces: [...call.pieces] }))
        while (open.length > 0) {
          const index = (picks.next().value ?? 0) % open.length
          const call = open[index]
          const piece = call?.pieces.shift()
          if (call === undefined || piece === undefined) open.splice(index, 1)
          else {
            shown.set(call.position, (shown.get(call.position) ?? '') + piece)
            screen.grow(call.position, 'call', shown.get(call.position) ?? '')
          }
        }
        screen.end()
        const whole = Array.from(shown.values(), (value) => `  call(${value}`).join('')
        const squeezed = terminal.lines.join('').replaceAll(' ', '')
        expect(squeezed).toBe(`heading${whole}`.replaceAll(/\s/g, ''))
        if (columns < 22) return
        const width = Math.min(78, columns - 2)
        const rows = Array.from(shown.values(), (value) => rowsOf(`  call(${value}`, width))
        expect(terminal.lines).toEqual(['heading', ...rows.flat(), ''])
      }),
    )
  })

  test.each([1, 2, 3, 10])('of %i columns gets rows of twenty', (columns) => {
    const terminal = new FakeTerminal(columns)
    const screen = screenFor(terminal)
    screen.grow(0, 'f', 'x'.repeat(30))
    screen.grow(0, 'f', 'x'.repeat(31))
    screen.end()
    expect(terminal.written).toContain(`  f(${'x'.repeat(16)}\u001B[0m\n`)
    expect(terminal.lines.join('')).toContain('x'.repeat(31))
    expect(terminal.lines.join('')).not.toContain('x'.repeat(32))
  })

  test('of an unknown width gets rows of 76 columns', () => {
    const terminal = Object.assign(new FakeTerminal(1000), { columns: 0 })
    screenFor(terminal).grow(0, 'f', 'x'.repeat(100))
    expect(terminal.written).toContain(`  f(${'x'.repeat(72)}\u001B[0m\n`)
  })
})

describe('plain lines', () => {
  test('show each call once and whole, in the order of their beginning', () => {
    const file = new FakeFile()
    const screen = screenFor(file)
    screen.grow(0, 'f', '1')
    screen.grow(1, 'g', '3')
    screen.grow(0, 'f', '12')
    screen.grow(1, 'g', '34')
    screen.end()
    screen.end()
    expect(file.written).toBe('  f(12\n  g(34\n')
  })

  test('leave a text whole: notes come behind it, what is beside the matter before it', () => {
    const file = new FakeFile()
    const screen = screenFor(file)
    screen.aside('Hm.')
    screen.text('One ')
    screen.note('a\u001B[2Jb')
    screen.text('two')
    screen.end()
    screen.text('Next')
    screen.end()
    expect(file.written).toBe('Hm.\nOne two\na[2Jb\nNext\n')
  })

  test('hold no command to a terminal', () => {
    const file = new FakeFile()
    const screen = screenFor(file)
    screen.text('a\u001B[2J\n')
    screen.grow(0, 'f', '\u0007')
    screen.end()
    screen.facts('\u009B5m')
    expect(file.written).toBe('a[2J\n  f(\n5m\n')
  })
})
