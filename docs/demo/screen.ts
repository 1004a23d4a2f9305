import { columnsOf, fold, printable } from './columns.ts'

/** What a screen writes to: the part of `process.stdout` that it needs. */
export interface Output {
  /** Whether it is a terminal. */
  readonly isTTY?: boolean | undefined
  /** The size of the terminal, in characters. */
  readonly columns?: number | undefined
  readonly rows?: number | undefined
  write(text: string): unknown
  hasColors?(): boolean
}

/** What the demo shows things on: a terminal, or plain lines when the output is none. */
export interface Screen {
  /** A heading, and the request below it. */
  ask(title: string, request: string): void
  /** Text as it arrives. */
  text(piece: string): void
  /** Text beside the matter, as it arrives; what is the matter begins below it. */
  aside(piece: string): void
  /** A line of its own about what happens: at once on a terminal, behind the text elsewhere. */
  note(line: string): void
  /**
   * A call that grows, with a place of its own by its position: shown again each time on a terminal,
   * once and whole elsewhere.
   */
  grow(position: number, label: string, value: string): void
  /** Ends what was begun by `text` or `grow`. */
  end(): void
  /** A line of facts. */
  facts(line: string): void
}

const WIDTH = 78
const LEAST_WIDTH = 20

/** Chooses by the output; `NO_COLOR` takes the colours and leaves the movement. */
export function screenFor(output: Output): Screen {
  return output.isTTY === true ? new Terminal(output) : new Lines(output)
}

class Terminal implements Screen {
  readonly #output: Output
  readonly #color: boolean
  readonly #columns: number
  readonly #width: number
  /** Where the text stands in its row. */
  #column = 0
  #isGap = true
  #style = ''
  readonly #growing = new Map<number, string>()
  /** What stands above the cursor, one row for each. */
  #rows: readonly string[] = []

  constructor(output: Output) {
    this.#output = output
    this.#color = (process.env['NO_COLOR'] ?? '') === '' && output.hasColors?.() === true
    this.#columns = output.columns || WIDTH
    this.#width = Math.max(LEAST_WIDTH, Math.min(WIDTH, this.#columns - 2))
  }

  ask(title: string, request: string): void {
    this.#output.write(`\n${this.#paint('1', title)}\n${this.#paint('2', `> ${request}`)}\n\n`)
  }

  text(piece: string): void {
    this.#flow(piece, '')
  }

  aside(piece: string): void {
    this.#flow(piece, '2')
  }

  note(line: string): void {
    this.#breakText()
    this.#settle()
    this.#output.write(`${this.#paint('33', printable(line))}\n`)
  }

  grow(position: number, label: string, value: string): void {
    this.#breakText()
    this.#growing.set(position, printable(`  ${label}(${value}`))
    const rows = Array.from(this.#growing.values(), (line) => fold(line, this.#width)).flat()
    let from = rows.findIndex((row, index) => row !== this.#rows[index])
    if (from === -1) from = rows.length
    let up = this.#height(this.#rows.slice(from))
    // A row that has left the screen at its top cannot be reached any more.
    const reach = (this.#output.rows || Infinity) - 1
    while (up > reach) up -= this.#height([this.#rows[from++] ?? ''])
    const move = up > 0 ? `\r\u001B[${up}A\u001B[J` : ''
    const changed = rows.slice(from).map((row) => `${this.#paint('36', row)}\n`)
    if (move !== '' || changed.length > 0) this.#output.write(move + changed.join(''))
    this.#rows = rows
  }

  end(): void {
    this.#breakText()
    this.#settle()
    this.#style = ''
  }

  facts(line: string): void {
    this.#output.write(`\n${this.#paint('32', printable(line))}\n`)
  }

  #flow(piece: string, style: string): void {
    this.#settle()
    if (style !== this.#style) {
      if (this.#style !== '') {
        this.#breakText()
        this.#output.write('\n')
      }
      this.#style = style
    }
    for (const word of printable(piece).split(/(?<=\s)|(?=\s)/)) {
      const columns = columnsOf(word)
      // What goes on with a word or ends it, such as a full stop, may stand a little outside.
      const limit = this.#isGap ? this.#width : this.#columns - 1
      if (this.#column + columns > limit && word.trim() !== '') this.#breakText()
      if (word !== '') this.#isGap = word.trim() === ''
      if (this.#column === 0 && word === ' ') continue
      this.#output.write(word.trim() === '' ? word : this.#paint(style, word))
      this.#column = word === '\n' ? 0 : this.#column + columns
    }
  }

  #breakText(): void {
    if (this.#column > 0) this.#output.write('\n')
    this.#column = 0
  }

  /** Leaves the calls as they stand: what comes next goes below. */
  #settle(): void {
    this.#growing.clear()
    this.#rows = []
  }

  /** How many rows of the terminal these take; more than one each where it is narrower than them. */
  #height(rows: readonly string[]): number {
    return rows.reduce((height, row) => height + fold(row, this.#columns).length, 0)
  }

  #paint(style: string, text: string): string {
    return this.#color && style !== '' ? `\u001B[${style}m${text}\u001B[0m` : text
  }
}

class Lines implements Screen {
  readonly #output: Output
  #line = ''
  #isAside = false
  readonly #notes: string[] = []
  readonly #growing = new Map<number, string>()

  constructor(output: Output) {
    this.#output = output
  }

  ask(title: string, request: string): void {
    this.#output.write(`${title}\n> ${request}\n`)
  }

  text(piece: string): void {
    if (this.#isAside) this.#flow('\n')
    this.#isAside = false
    this.#flow(piece)
  }

  aside(piece: string): void {
    this.#isAside = true
    this.#flow(piece)
  }

  note(line: string): void {
    this.#notes.push(printable(line))
  }

  #flow(piece: string): void {
    this.#line += printable(piece)
    for (;;) {
      const newline = this.#line.indexOf('\n')
      const space = this.#line.length > WIDTH ? this.#line.lastIndexOf(' ', WIDTH) : -1
      const cut = newline !== -1 && (space <= 0 || newline < space) ? newline : space
      if (cut <= 0 && newline !== 0) return
      this.#output.write(`${this.#line.slice(0, cut)}\n`)
      this.#line = this.#line.slice(cut + 1)
    }
  }

  grow(position: number, label: string, value: string): void {
    this.#growing.set(position, printable(`  ${label}(${value}`))
  }

  end(): void {
    if (this.#line !== '') this.#output.write(`${this.#line}\n`)
    for (const line of this.#growing.values()) this.#output.write(`${line}\n`)
    for (const line of this.#notes) this.#output.write(`${line}\n`)
    this.#line = ''
    this.#isAside = false
    this.#notes.length = 0
    this.#growing.clear()
  }

  facts(line: string): void {
    this.#output.write(`${printable(line)}\n`)
  }
}
