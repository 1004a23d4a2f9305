import type { ObservedEvent } from '@sse/conformance'
import type { Mutant } from './mutant.ts'
import { StreamParser } from './stream-parser.ts'

/** Keeps the newest event back until it knows what follows. */
abstract class LateParser extends StreamParser {
  #finished = false

  /** What to do at the end of input with the data of an event that has no end. */
  abstract takeTail(queue: ObservedEvent[], data: string): void

  override read(): ObservedEvent | undefined {
    return this.#finished || this.state.queue.length > 1 ? super.read() : undefined
  }

  override finish(): void {
    super.finish()
    this.#finished = true
    if (this.state.data !== '') this.takeTail(this.state.queue, this.state.data)
  }
}

export const dispatchMutants: readonly Mutant[] = [
  {
    name: 'drops an event with empty data',
    caughtBy: { case: 'data.empty' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        if (data !== '') super.emit(data)
      }
    },
  },
  {
    name: 'dispatches a block without data',
    caughtBy: { case: 'event.without-data' },
    Parser: class extends StreamParser {
      override dispatch(): void {
        if (this.state.data === '' && this.state.type !== '') this.emit('')
        super.dispatch()
      }
    },
  },
  {
    name: 'dispatches at every blank line',
    caughtBy: { case: 'line-end.blank-lines' },
    Parser: class extends StreamParser {
      override dispatch(): void {
        if (this.state.data === '') this.emit('')
        super.dispatch()
      }
    },
  },
  {
    name: 'does not let an empty event field take the type back',
    caughtBy: { case: 'event.empty-resets' },
    Parser: class extends StreamParser {
      override takeType(value: string): void {
        if (value !== '') super.takeType(value)
      }
    },
  },
  {
    name: 'keeps the first event field of a block',
    caughtBy: { case: 'event.last-wins' },
    Parser: class extends StreamParser {
      override takeType(value: string): void {
        if (this.state.type === '') super.takeType(value)
      }
    },
  },
  {
    name: 'lets the type leak into the next event',
    caughtBy: { case: 'event.does-not-leak' },
    Parser: class extends StreamParser {
      override endBlock(): void {
        const { type } = this.state
        super.endBlock()
        this.state.type = type
      }
    },
  },
  {
    name: 'lets the type of a block without data leak into the next event',
    caughtBy: { case: 'event.without-data-does-not-leak' },
    Parser: class extends StreamParser {
      override endBlock(): void {
        const { type, data } = this.state
        super.endBlock()
        if (data === '') this.state.type = type
      }
    },
  },
  {
    name: 'does not persist the id',
    caughtBy: { case: 'id.persists' },
    Parser: class extends StreamParser {
      override endBlock(): void {
        super.endBlock()
        this.state.idBuffer = ''
      }
    },
  },
  {
    name: 'commits the id of a block that is never dispatched',
    caughtBy: { case: 'id.undispatched' },
    Parser: class extends StreamParser {
      override takeId(value: string): void {
        super.takeId(value)
        this.state.lastEventId = this.state.idBuffer
      }
    },
  },
  {
    name: 'commits the id only with an event',
    caughtBy: { case: 'id.only-block-at-end' },
    Parser: class extends StreamParser {
      override dispatch(): void {
        const { data, lastEventId } = this.state
        super.dispatch()
        if (data === '') this.state.lastEventId = lastEventId
      }
    },
  },
  {
    name: 'loses empty data lines at the beginning',
    caughtBy: { case: 'data.leading-empty' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        super.emit(data.replace(/^\n+(?=.)/su, ''))
      }
    },
  },
  {
    name: 'lets the last data line win',
    caughtBy: { case: 'data.three-lines' },
    Parser: class extends StreamParser {
      override takeData(value: string): void {
        this.state.data = `${value}\n`
      }
    },
  },
  {
    name: 'makes an event of each data line',
    caughtBy: { case: 'data.joined-with-lf-always' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        for (const line of data.split('\n')) super.emit(line)
      }
    },
  },
  {
    name: 'joins data lines without LF',
    caughtBy: { case: 'wpt.event-data' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        super.emit(data.replaceAll('\n', ''))
      }
    },
  },
  {
    name: 'removes every LF at the end of the data',
    caughtBy: { case: 'data.trailing-empty' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        super.emit(data.replace(/\n+$/u, ''))
      }
    },
  },
  {
    name: 'keeps the LF at the end of the data',
    caughtBy: { case: 'data.one-line' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        super.emit(`${data}\n`)
      }
    },
  },
  {
    name: 'flushes the event at the end of input',
    caughtBy: { case: 'end.no-blank-line' },
    Parser: class extends StreamParser {
      override finish(): void {
        if (this.state.line.length > 0) this.endLine()
        this.dispatch()
      }
    },
  },
  {
    name: 'flushes at the end of input what had its line ends',
    caughtBy: { law: 'end-of-input' },
    Parser: class extends StreamParser {
      override finish(): void {
        if (this.state.line.length === 0 && this.state.data !== '') this.dispatch()
        super.finish()
      }
    },
  },
  {
    name: 'processes the last line without its end',
    caughtBy: { case: 'retry.unterminated' },
    Parser: class extends StreamParser {
      override finish(): void {
        super.finish()
        if (this.state.line.length > 0) this.endLine()
      }
    },
  },
  {
    name: 'takes the last event back when the stream ends part-way in another',
    caughtBy: { law: 'end-of-input' },
    Parser: class extends LateParser {
      override takeTail(queue: ObservedEvent[]): void {
        queue.pop()
      }
    },
  },
  {
    name: 'adds an unfinished event to the one before it',
    caughtBy: { law: 'prefix' },
    Parser: class extends LateParser {
      override takeTail(queue: ObservedEvent[], data: string): void {
        const last = queue.pop()
        if (last !== undefined) queue.push({ ...last, data: `${last.data}\n${data}` })
      }
    },
  },
]
