import { decodeUtf8 } from '../../src/utf-8.ts'
import type { Mutant } from './mutant.ts'
import { StreamParser } from './stream-parser.ts'

export const decodingMutants: readonly Mutant[] = [
  {
    name: 'decodes the pieces of a long line each on its own',
    caughtBy: { case: 'size.characters-across-borders' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        const size = 32_768
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          decodeUtf8(bytes.slice(at * size, (at + 1) * size)),
        )
        return this.state.first ? this.stripBom(pieces.join('')) : pieces.join('')
      }
    },
  },
  {
    name: 'strips every leading byte order mark',
    caughtBy: { case: 'bom.double' },
    Parser: class extends StreamParser {
      override stripBom(text: string): string {
        return text.replace(/^\u{feff}+/u, '')
      }
    },
  },
  {
    name: 'strips two byte order marks, one in the decoder and one in the parser',
    caughtBy: { case: 'wpt.format-bom-2' },
    Parser: class extends StreamParser {
      override stripBom(text: string): string {
        return super.stripBom(super.stripBom(text))
      }
    },
  },
  {
    name: 'strips a byte order mark from every line',
    caughtBy: { case: 'bom.second-event' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        return this.stripBom(decodeUtf8(bytes))
      }
    },
  },
  {
    name: 'strips a byte order mark from every event',
    caughtBy: { case: 'bom.after-stripped' },
    Parser: class extends StreamParser {
      override endBlock(): void {
        super.endBlock()
        this.state.first = true
      }

      override endLine(): void {
        super.endLine()
        this.state.first = this.state.data === '' && this.state.type === ''
      }
    },
  },
  {
    name: 'keeps the byte order mark',
    caughtBy: { case: 'bom.leading' },
    Parser: class extends StreamParser {
      override stripBom(text: string): string {
        return text
      }
    },
  },
  {
    name: 'strips the byte order mark only when the first chunk holds all of it',
    caughtBy: { law: 'chunking' },
    Parser: class extends StreamParser {
      #firstChunk = true

      override push(chunk: Uint8Array): void {
        const marked = this.#firstChunk && decodeUtf8(chunk.slice(0, 3)) === '\u{feff}'
        this.#firstChunk = false
        super.push(marked ? chunk.subarray(3) : chunk)
      }

      override stripBom(text: string): string {
        return text
      }
    },
  },
  {
    name: 'takes three latin-1 characters for a byte order mark',
    caughtBy: { case: 'bom.mojibake' },
    Parser: class extends StreamParser {
      override stripBom(text: string): string {
        return text.replace(/^(?:\u{feff}|\u{ef}\u{bb}\u{bf})/u, '')
      }
    },
  },
  {
    name: 'loses a byte order mark at the start of a value',
    caughtBy: { case: 'bom.value-start' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return super.stripBom(super.trimValue(value))
      }
    },
  },
  {
    name: 'decodes each chunk by itself',
    caughtBy: { law: 'chunking' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        super.push(new TextEncoder().encode(decodeUtf8(chunk)))
      }
    },
  },
  {
    name: 'decodes long chunks in pieces of 1,024 bytes',
    caughtBy: { law: 'reference' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        for (let at = 0; at < chunk.length; at += 1024) {
          super.push(new TextEncoder().encode(decodeUtf8(chunk.subarray(at, at + 1024))))
        }
      }
    },
  },
  {
    name: 'fails on malformed UTF-8',
    caughtBy: { case: 'utf-8.malformed-does-not-kill' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
        return this.state.first ? this.stripBom(text) : text
      }
    },
  },
  {
    name: 'replaces each malformed byte instead of each malformed sequence',
    caughtBy: { case: 'utf-8.inside-three-of-four' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        const text = super.decodeLine(bytes)
        if (!text.includes('\u{fffd}')) return text
        const valid = (start: number, length: number): string | undefined => {
          const each = decodeUtf8(bytes.subarray(start, start + length))
          return each.length > 0 && !each.includes('\u{fffd}') ? each : undefined
        }
        let result = ''
        for (let at = 0; at < bytes.length;) {
          const length = [1, 2, 3, 4].find((each) => valid(at, each) !== undefined) ?? 0
          result += length === 0 ? '\u{fffd}' : (valid(at, length) ?? '')
          at += Math.max(1, length)
        }
        return result
      }
    },
  },
  {
    name: 'lets a lead byte swallow a line end',
    caughtBy: { case: 'utf-8.before-lf-lead-of-two' },
    Parser: class extends StreamParser {
      override endLine(): void {
        const last = this.state.line.at(-1) ?? 0
        if (last >= 0xc2 && last <= 0xf4) this.state.line.push(0x0a)
        else super.endLine()
      }
    },
  },
  {
    name: 'reads latin-1',
    caughtBy: { case: 'wpt.format-utf-8' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        return String.fromCharCode(...bytes)
      }
    },
  },
  {
    name: 'decodes surrogates, as CESU-8 has them',
    caughtBy: { case: 'utf-8.inside-surrogate-pair' },
    Parser: class extends StreamParser {
      override decodeLine(bytes: Uint8Array): string {
        return super.decodeLine(bytes).replaceAll('\u{fffd}'.repeat(6), '\u{1f600}')
      }
    },
  },
]
