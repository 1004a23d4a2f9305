import type { Mutant } from './mutant.ts'
import { CR, LF, StreamParser } from './stream-parser.ts'

export const lineMutants: readonly Mutant[] = [
  {
    name: 'knows CRLF only within one chunk',
    caughtBy: { law: 'chunking' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        this.state.afterCr = false
        super.push(chunk)
      }
    },
  },
  {
    name: 'forgets the CR when an empty chunk comes',
    caughtBy: { law: 'chunking' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        if (chunk.length === 0) this.state.afterCr = false
        super.push(chunk)
      }
    },
  },
  {
    name: 'waits for the byte behind a CR, and gives up waiting at the end of input',
    caughtBy: { law: 'prompt' },
    Parser: class extends StreamParser {
      #held = false

      override takeByte(byte: number): void {
        if (this.#held) {
          this.#held = false
          this.endLine()
          if (byte === LF) return
        }
        if (byte === CR) this.#held = true
        else if (byte === LF) this.endLine()
        else this.state.line.push(byte)
      }

      override finish(): void {
        if (this.#held) this.endLine()
        super.finish()
      }
    },
  },
  {
    name: 'waits for the byte behind a CR also at the end of input',
    caughtBy: { case: 'line-end.cr-at-end' },
    Parser: class extends StreamParser {
      #held = false

      override takeByte(byte: number): void {
        if (this.#held) {
          this.#held = false
          super.endLine()
          if (byte === LF) return
        }
        if (byte === CR) this.#held = true
        else super.takeByte(byte)
      }
    },
  },
  {
    name: 'does not end a line at a lone CR',
    caughtBy: { case: 'line-end.cr-only' },
    Parser: class extends StreamParser {
      override takeByte(byte: number): void {
        if (byte === LF && this.state.line.at(-1) === CR) this.state.line.pop()
        if (byte === LF) this.endLine()
        else this.state.line.push(byte)
      }
    },
  },
  {
    name: 'takes LF CR for one line end',
    caughtBy: { case: 'line-end.lf-cr-is-two' },
    Parser: class extends StreamParser {
      #afterLf = false

      override takeByte(byte: number): void {
        const skip = this.#afterLf && byte === CR
        this.#afterLf = byte === LF
        if (!skip) super.takeByte(byte)
      }
    },
  },
  {
    name: 'counts CRLF as two line ends',
    caughtBy: { case: 'line-end.cr-lf-is-one' },
    Parser: class extends StreamParser {
      override takeByte(byte: number): void {
        this.state.afterCr = false
        super.takeByte(byte)
      }
    },
  },
  {
    name: 'ends lines at U+2028 and U+2029',
    caughtBy: { case: 'line-end.not-line-separator' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        for (const each of line.split(/[\u{2028}\u{2029}]/u)) super.takeLine(each)
      }
    },
  },
  {
    name: 'ends lines at U+0085',
    caughtBy: { case: 'line-end.not-next-line' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        for (const each of line.split('\u{85}')) super.takeLine(each)
      }
    },
  },
  {
    name: 'ends lines at VT and FF',
    caughtBy: { case: 'line-end.not-form-feed' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        for (const each of line.split(/[\v\f]/)) super.takeLine(each)
      }
    },
  },
  {
    name: 'takes a line of white space for a blank one',
    caughtBy: { case: 'dispatch.line-of-spaces' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        if (line.trim() === '') this.dispatch()
        else super.takeLine(line)
      }
    },
  },
  {
    name: 'ends strings at NUL',
    caughtBy: { case: 'data.null-characters' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        return super.decodeLine(bytes).replace(/\0.*$/su, '')
      }
    },
  },
]
