import type { ObservedEvent } from '@sse/conformance'
import type { Mutant } from './mutant.ts'
import { StreamIterator } from './stream-iterator.ts'
import { freshState, StreamParser, type StreamState } from './stream-parser.ts'

export const lifecycleMutants: readonly Mutant[] = [
  {
    name: 'measures its limit by the chunk',
    caughtBy: { law: 'limits' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        super.push(chunk)
        if (this.state.line.length > this.maxEventSize) this.overflow()
      }

      override measure(): number {
        return 0
      }
    },
  },
  {
    name: 'measures its limit by the line',
    caughtBy: { law: 'limits' },
    Parser: class extends StreamParser {
      override takeLine(line: string): void {
        super.takeLine(line)
        this.state.size = 0
      }
    },
  },
  {
    name: 'does not count comments',
    caughtBy: { law: 'limits' },
    Parser: class extends StreamParser {
      override measure(line: string): number {
        return line.startsWith(':') ? 0 : super.measure(line)
      }
    },
  },
  {
    name: 'lets the error of a limit overtake events',
    caughtBy: { law: 'order' },
    Parser: class extends StreamParser {
      override overflow(): void {
        super.overflow()
        this.state.queue = []
      }
    },
  },
  {
    name: 'goes on behind the error of a limit',
    caughtBy: { law: 'limits' },
    Parser: class extends StreamParser {
      override overflow(): void {
        this.endBlock()
      }
    },
  },
  {
    name: 'lets the error of the source overtake events',
    caughtBy: { law: 'order' },
    Iterator: class extends StreamIterator {
      override async next(): ReturnType<StreamIterator['next']> {
        // The pipe in between takes as many chunks as come, and throws what it holds away with the error.
        for (;;) {
          const chunk = await this.source.next()
          if (chunk.done === true) break
          this.parser.push(chunk.value)
        }
        const value = this.parser.read()
        return value === undefined ? { done: true, value } : { done: false, value }
      }
    },
  },
  {
    name: 'takes the error of the source for its end',
    caughtBy: { law: 'order' },
    Iterator: class extends StreamIterator {
      override async next(): ReturnType<StreamIterator['next']> {
        try {
          return await super.next()
        } catch {
          return { done: true, value: undefined }
        }
      }
    },
  },
  {
    name: 'loses the events behind one whose callback throws',
    caughtBy: { law: 'draining' },
    Parser: class extends StreamParser {
      override drain(onEvent: (event: ObservedEvent) => void): void {
        const { queue } = this.state
        this.state.queue = []
        for (const event of queue) onEvent(event)
      }
    },
  },
  {
    name: 'gives an event again whose callback threw',
    caughtBy: { law: 'draining' },
    Parser: class extends StreamParser {
      override drain(onEvent: (event: ObservedEvent) => void): void {
        const { queue } = this.state
        while (queue[0] !== undefined) {
          onEvent(queue[0])
          queue.shift()
        }
      }
    },
  },
  {
    name: 'is left with a stale block when a callback throws',
    caughtBy: { law: 'draining' },
    Parser: class extends StreamParser {
      override drain(onEvent: (event: ObservedEvent) => void): void {
        super.drain((event) => {
          const { data, type } = this.state
          this.state.data = `${event.data}\n`
          this.state.type = event.event ?? ''
          onEvent(event)
          this.state.data = data
          this.state.type = type
        })
      }
    },
  },
  {
    name: 'keeps only the newest event for who reads late',
    caughtBy: { law: 'draining' },
    Parser: class extends StreamParser {
      override emit(data: string): void {
        this.state.queue = []
        super.emit(data)
      }
    },
  },
  {
    name: 'reads the buffer of the caller after push',
    caughtBy: { law: 'ownership' },
    Parser: class extends StreamParser {
      #chunks: Uint8Array[] = []

      override push(chunk: Uint8Array): void {
        this.#chunks.push(chunk)
      }

      override read(): ObservedEvent | undefined {
        for (const chunk of this.#chunks.splice(0)) super.push(chunk)
        return super.read()
      }

      override finish(): void {
        for (const chunk of this.#chunks.splice(0)) super.push(chunk)
        super.finish()
      }
    },
  },
  {
    name: 'reads the whole buffer of which a chunk is a view',
    caughtBy: { law: 'chunking' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        super.push(new Uint8Array(chunk.buffer, 0, chunk.byteOffset + chunk.byteLength))
      }
    },
  },
  {
    name: 'keeps an unfinished line over a reset',
    caughtBy: { law: 'reset' },
    Parser: class extends StreamParser {
      override reset(): void {
        const { line } = this.state
        super.reset()
        this.state.line = line
      }
    },
  },
  {
    name: 'keeps an unfinished block over a reset',
    caughtBy: { law: 'reset' },
    Parser: class extends StreamParser {
      override reset(): void {
        const { data } = this.state
        super.reset()
        this.state.data = data
      }
    },
  },
  {
    name: 'keeps an id over a reset that was never committed',
    caughtBy: { law: 'reset' },
    Parser: class extends StreamParser {
      override reset(): void {
        const { idBuffer } = this.state
        super.reset()
        this.state.idBuffer = idBuffer
      }
    },
  },
  {
    name: 'forgets the last event ID at a reset',
    caughtBy: { law: 'reset' },
    Parser: class extends StreamParser {
      override reset(): void {
        this.state = { ...freshState(''), reconnectionTime: this.state.reconnectionTime }
      }
    },
  },
  {
    name: 'looks for no byte order mark after a reset',
    caughtBy: { law: 'reset' },
    Parser: class extends StreamParser {
      override reset(): void {
        super.reset()
        this.state.first = false
      }
    },
  },
  {
    name: 'does not save the CR that an LF may follow',
    caughtBy: { law: 'split' },
    Parser: class extends StreamParser {
      override save(): StreamState {
        return { ...this.state, afterCr: false }
      }
    },
  },
  {
    name: 'does not save events that were not read',
    caughtBy: { law: 'split' },
    Parser: class extends StreamParser {
      override save(): StreamState {
        return { ...this.state, queue: [] }
      }
    },
  },
  {
    name: 'looks through the whole line again with every chunk',
    caughtBy: { law: 'linear' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        this.steps += this.state.line.length
        super.push(chunk)
      }
    },
  },
  {
    name: 'looks for the next CR from every line',
    caughtBy: { law: 'linear' },
    Parser: class extends StreamParser {
      override push(chunk: Uint8Array): void {
        let lines = 0
        for (const byte of chunk) if (byte === 0x0a) lines++
        this.steps += (lines * chunk.length) / 2
        super.push(chunk)
      }
    },
  },
]
