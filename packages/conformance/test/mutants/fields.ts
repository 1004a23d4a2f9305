import { encodeUtf8 } from '../../src/utf-8.ts'
import type { Mutant } from './mutant.ts'
import { StreamParser } from './stream-parser.ts'

export const fieldMutants: readonly Mutant[] = [
  {
    name: 'cuts characters by the bytes of a type that it has learnt',
    caughtBy: { case: 'size.repeated-type' },
    Parser: class extends StreamParser {
      // Elsewhere than in the state: it is saved as plain data.
      #types: readonly string[] = []

      override takeField(name: string, value: string): void {
        const [first, second] = this.#types
        const type = this.state.type
        const isLearnt = type !== '' && type === first && type === second
        const surplus = isLearnt ? encodeUtf8(type).length - type.length : 0
        super.takeField(name, name === 'data' ? value.slice(surplus) : value)
        if (name === 'event') this.#types = [value, ...this.#types].slice(0, 2)
      }
    },
  },
  {
    name: 'ignores a field without a colon',
    caughtBy: { case: 'field.name-only' },
    Parser: class extends StreamParser {
      override takeName(): void {}
    },
  },
  {
    name: 'folds the case of names',
    caughtBy: { case: 'field.unknown-capital' },
    Parser: class extends StreamParser {
      override takeField(name: string, value: string): void {
        super.takeField(name.toLowerCase(), value)
      }
    },
  },
  {
    name: 'trims names',
    caughtBy: { case: 'field.unknown-trailing-space' },
    Parser: class extends StreamParser {
      override takeField(name: string, value: string): void {
        super.takeField(name.trim(), value)
      }
    },
  },
  {
    name: 'compares names only as far as the known one goes',
    caughtBy: { case: 'field.unknown-longer' },
    Parser: class extends StreamParser {
      override takeField(name: string, value: string): void {
        super.takeField(name.startsWith('data') ? 'data' : name, value)
      }
    },
  },
  {
    name: 'looks names up in an object',
    caughtBy: { case: 'field.unknown-constructor' },
    Parser: class extends StreamParser {
      override takeField(name: string, value: string): void {
        const known: Record<string, 'data' | 'event' | 'id' | 'retry'> = {
          data: 'data',
          event: 'event',
          id: 'id',
          retry: 'retry',
        }
        if (known[name] !== undefined) super.takeField(known[name], value)
        // A function that every object has is found as well, and what it returns becomes data.
        if (known[name] !== undefined && !Object.hasOwn(known, name)) this.takeData(value)
      }
    },
  },
  {
    name: 'strips all leading spaces',
    caughtBy: { case: 'field.two-spaces' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return value.replace(/^ +/, '')
      }
    },
  },
  {
    name: 'strips two spaces',
    caughtBy: { case: 'field.only-space' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return super.trimValue(super.trimValue(value))
      }
    },
  },
  {
    name: 'strips a tab',
    caughtBy: { case: 'field.tab' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return value.replace(/^[ \t]/, '')
      }
    },
  },
  {
    name: 'strips no space',
    caughtBy: { case: 'field.one-space' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return value
      }
    },
  },
  {
    name: 'strips one character, whatever it is',
    caughtBy: { case: 'field.no-space' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return value.slice(1)
      }
    },
  },
  {
    name: 'trims the end of values',
    caughtBy: { case: 'field.trailing-spaces' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return super.trimValue(value).trimEnd()
      }
    },
  },
  {
    name: 'splits at the last colon',
    caughtBy: { case: 'field.first-colon' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        const colon = line.lastIndexOf(':')
        if (colon <= 0) super.takeLine(line)
        else this.takeField(line.slice(0, colon), this.trimValue(line.slice(colon + 1)))
      }
    },
  },
  {
    name: 'cuts the value at its second colon',
    caughtBy: { law: 'reference' },
    Parser: class extends StreamParser {
      override trimValue(value: string): string {
        return super.trimValue(value.split(':')[0] ?? '')
      }
    },
  },
  {
    name: 'takes a comment for the end of an event',
    caughtBy: { case: 'comment.does-not-end-event' },
    Parser: class extends StreamParser {
      override takeComment(text: string): void {
        super.takeComment(text)
        this.dispatch()
      }
    },
  },
  {
    name: 'dispatches an event for a comment',
    caughtBy: { case: 'comment.block' },
    Parser: class extends StreamParser {
      #commented = false

      override takeComment(text: string): void {
        super.takeComment(text)
        this.#commented = true
      }

      override dispatch(): void {
        if (this.#commented && this.state.data === '') this.emit('')
        this.#commented = false
        super.dispatch()
      }
    },
  },
  {
    name: 'accepts an id with NUL',
    caughtBy: { case: 'id.null' },
    Parser: class extends StreamParser {
      override takeId(value: string): void {
        this.state.id = this.state.idBuffer = value
      }
    },
  },
  {
    name: 'forgets the last event ID at an id with NUL',
    caughtBy: { case: 'id.null-keeps-previous' },
    Parser: class extends StreamParser {
      override takeId(value: string): void {
        if (value.includes('\0')) this.state.idBuffer = ''
        super.takeId(value)
      }
    },
  },
  {
    name: 'ignores an empty id',
    caughtBy: { case: 'id.empty-resets' },
    Parser: class extends StreamParser {
      override takeId(value: string): void {
        if (value !== '') super.takeId(value)
      }
    },
  },
  {
    name: 'reads retry with parseInt',
    caughtBy: { case: 'retry.bogus-plus' },
    Parser: class extends StreamParser {
      override takeRetry(value: string): void {
        const time = Number.parseInt(value, 10)
        if (time >= 0) this.setRetry(time)
      }
    },
  },
  {
    name: 'reads retry with Number',
    caughtBy: { case: 'retry.bogus-hexadecimal' },
    Parser: class extends StreamParser {
      override takeRetry(value: string): void {
        const time = Number(value)
        if (value !== '' && Number.isInteger(time) && time >= 0) this.setRetry(time)
      }
    },
  },
  {
    name: 'takes an empty retry for zero',
    caughtBy: { case: 'retry.bogus-name-only' },
    Parser: class extends StreamParser {
      override takeRetry(value: string): void {
        if (/^[0-9]*$/.test(value)) this.setRetry(Number(value))
      }
    },
  },
  {
    name: 'takes the digits of any script',
    caughtBy: { case: 'retry.bogus-devanagari' },
    Parser: class extends StreamParser {
      override takeRetry(value: string): void {
        if (/^\p{Nd}+$/u.test(value)) this.setRetry(Number.parseInt(value, 10) || 1)
      }
    },
  },
  {
    name: 'applies retry only when the block ends',
    caughtBy: { case: 'retry.at-once' },
    Parser: class extends StreamParser {
      override setRetry(time: number): void {
        const before = this.state.reconnectionTime
        super.setRetry(time)
        this.state.reconnectionTime = before
      }

      override dispatch(): void {
        this.state.reconnectionTime = this.state.retry ?? this.state.reconnectionTime
        super.dispatch()
      }
    },
  },
]
