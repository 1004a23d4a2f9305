import type { WriteStream } from 'node:tty'

/** What the demo shows things on: a terminal, or plain lines when the output is none. */
export interface Screen {
  /** A heading, and the request below it. */
  ask(title: string, request: string): void
  /** Text as it arrives. */
  text(piece: string): void
  /** A line that grows: shown again each time on a terminal, once and whole elsewhere. */
  grow(label: string, value: string): void
  /** Ends what was begun by `text` or `grow`. */
  end(): void
  /** A line of facts. */
  facts(line: string): void
}

const WIDTH = 78

/** Chooses by the output; `NO_COLOR` takes the colours and leaves the movement. */
export function screenFor(output: WriteStream): Screen {
  return output.isTTY ? new Terminal(output) : new Lines(output)
}

class Terminal implements Screen {
  readonly #output: WriteStream
  readonly #color: boolean
  readonly #width: number
  #column = 0
  #rows = 0

  constructor(output: WriteStream) {
    this.#output = output
    this.#color = (process.env['NO_COLOR'] ?? '') === '' && output.hasColors()
    this.#width = Math.min(WIDTH, (output.columns || WIDTH) - 2)
  }

  ask(title: string, request: string): void {
    this.#output.write(`\n${this.#paint('1', title)}\n${this.#paint('2', `> ${request}`)}\n\n`)
  }

  text(piece: string): void {
    for (const word of piece.split(/(?<=\s)|(?=\s)/)) {
      if (this.#column + word.length > this.#width && word.trim() !== '') {
        this.#output.write('\n')
        this.#column = 0
      }
      if (this.#column === 0 && word === ' ') continue
      this.#output.write(word)
      this.#column = word.includes('\n') ? 0 : this.#column + word.length
    }
  }

  grow(label: string, value: string): void {
    if (this.#rows > 0) this.#output.write(`\r\u001B[${this.#rows}A\u001B[J`)
    const line = `  ${label}(${value}`
    const rows: string[] = []
    for (let at = 0; at < line.length; at += this.#width)
      rows.push(line.slice(at, at + this.#width))
    this.#output.write(`${rows.map((row) => this.#paint('36', row)).join('\n')}\n`)
    this.#rows = rows.length
  }

  end(): void {
    if (this.#column > 0) this.#output.write('\n')
    this.#column = this.#rows = 0
  }

  facts(line: string): void {
    this.#output.write(`\n${this.#paint('32', line)}\n`)
  }

  #paint(style: string, text: string): string {
    return this.#color ? `\u001B[${style}m${text}\u001B[0m` : text
  }
}

class Lines implements Screen {
  readonly #output: WriteStream
  #line = ''
  #grown: string | undefined

  constructor(output: WriteStream) {
    this.#output = output
  }

  ask(title: string, request: string): void {
    this.#output.write(`${title}\n> ${request}\n`)
  }

  text(piece: string): void {
    this.#line += piece
    for (;;) {
      const newline = this.#line.indexOf('\n')
      const space = this.#line.length > WIDTH ? this.#line.lastIndexOf(' ', WIDTH) : -1
      const cut = newline !== -1 && (space <= 0 || newline < space) ? newline : space
      if (cut <= 0 && newline !== 0) return
      this.#output.write(`${this.#line.slice(0, cut)}\n`)
      this.#line = this.#line.slice(cut + 1)
    }
  }

  grow(label: string, value: string): void {
    this.#grown = `  ${label}(${value}`
  }

  end(): void {
    if (this.#line !== '') this.#output.write(`${this.#line}\n`)
    if (this.#grown !== undefined) this.#output.write(`${this.#grown}\n`)
    this.#line = ''
    this.#grown = undefined
  }

  facts(line: string): void {
    this.#output.write(`${line}\n`)
  }
}
