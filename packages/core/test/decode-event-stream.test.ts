import type { ServerSentEvent } from '@sse/core'
import { decodeEventStream, decodeEventStreamSync, type EventDecoder } from '@sse/core/decoder'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut, cutting, eventStreamBytes } from './event-stream-arbitrary.ts'
import { parseByTheBook } from './reference-parser.ts'

const utf8 = new TextEncoder()
const bytes = (...texts: string[]): Uint8Array[] => texts.map((text) => utf8.encode(text))

/**
 * Gives the data of events, but for these: `end` ends the stream, `skip` is no item, `two` are two
 * items, `boom` is an error, and `owe` is an item with an error behind it.
 */
class Words implements EventDecoder<string> {
  done = false
  finished = 0
  #second: string | undefined
  #owed: Error | undefined
  #ended = false

  get complete(): boolean {
    return this.#ended
  }

  get completion(): string | undefined {
    return this.#ended ? 'the end' : undefined
  }

  decode({ data }: ServerSentEvent): string | undefined {
    if (data === 'boom') throw new Error('boom')
    if (data === 'end') this.#ended = this.done = true
    if (data === 'owe') {
      this.#owed = new Error('owed')
      this.done = true
    }
    if (data === 'two') this.#second = 'second'
    return data === 'end' || data === 'skip' ? undefined : data
  }

  read(): string | undefined {
    const second = this.#second
    this.#second = undefined
    return second
  }

  finish(): void {
    this.finished++
    if (this.#owed !== undefined) throw this.#owed
    if (!this.#ended) throw new Error('cut off')
  }
}

class TailWords extends Words {
  decodeTail(event: ServerSentEvent): string {
    return `tail ${event.data}`
  }
}

class FieldWords extends Words {
  unknownField(name: string, value: string): void {
    if (name === 'error') this.decode({ data: 'owe' } as ServerSentEvent)
    else this.seen.push(`${name}=${value}`)
  }
  readonly seen: string[] = []
}

interface Seen {
  readonly items: string[]
  readonly error: string | undefined
}

function sync(chunks: readonly Uint8Array[], decoder: EventDecoder<string> = new Words()): Seen {
  const items: string[] = []
  try {
    for (const item of decodeEventStreamSync(chunks, decoder)) items.push(item)
  } catch (error) {
    return { items, error: (error as Error).message }
  }
  return { items, error: undefined }
}

async function async(
  chunks: readonly Uint8Array[],
  how: 'values' | 'batches' | 'each',
): Promise<Seen> {
  const items: string[] = []
  const stream = decodeEventStream(chunks, new Words())
  try {
    if (how === 'each') await stream.each((item) => items.push(item))
    else if (how === 'values') for await (const item of stream) items.push(item)
    else for await (const batch of stream.batches()) items.push(...batch)
  } catch (error) {
    return { items, error: (error as Error).message }
  }
  return { items, error: undefined }
}

describe('law 11', () => {
  test('item order is event order, and nothing follows the end', () => {
    expect(
      sync(bytes('data: a\n\ndata: skip\n\ndata: two\n\ndata: b\n\ndata: end\n\ndata: c\n\n')),
    ).toEqual({
      items: ['a', 'two', 'second', 'b'],
      error: undefined,
    })
  })

  test('an error comes after every item before it, and ends the stream', () => {
    expect(sync(bytes('data: a\n\ndata: boom\n\ndata: b\n\n'))).toEqual({
      items: ['a'],
      error: 'boom',
    })
    expect(sync(bytes('data: a\n\ndata: owe\n\ndata: b\n\n'))).toEqual({
      items: ['a', 'owe'],
      error: 'owed',
    })
    expect(sync(bytes('data: a\n\n'))).toEqual({ items: ['a'], error: 'cut off' })
  })

  test('every door gives the same at any cut', async () => {
    const word = fc.constantFrom('a', 'b', 'skip', 'two', 'two', 'boom', 'owe', 'end')
    const text = fc
      .array(word, { maxLength: 8 })
      .map((words) => words.map((each) => `data: ${each}\n\n`).join(''))
    await fc.assert(
      fc.asyncProperty(text, cutting, async (input, lengths) => {
        const whole = sync(bytes(input))
        const chunks = cut(utf8.encode(input), lengths)
        expect(sync(chunks)).toEqual(whole)
        for (const how of ['values', 'batches', 'each'] as const)
          expect(await async(chunks, how)).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  test('without a decoder of its own kind of end, the items are the events of the standard', () => {
    class Plain implements EventDecoder<ServerSentEvent> {
      readonly done = false
      readonly complete = true
      decode(event: ServerSentEvent): ServerSentEvent {
        return event
      }
      finish(): void {}
    }
    fc.assert(
      fc.property(eventStreamBytes, cutting, (input, lengths) => {
        expect([...decodeEventStreamSync(cut(input, lengths), new Plain())]).toEqual(
          parseByTheBook(input).events,
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe('the end', () => {
  test('the items say whether the decoder calls them complete', async () => {
    const whole = decodeEventStreamSync(bytes('data: a\n\ndata: end\n\n'), new Words())
    expect(whole.complete).toBe(false)
    expect([...whole]).toEqual(['a'])
    expect(whole.complete).toBe(true)
    const cutOff = decodeEventStream(bytes('data: a\n\n'), new Words())
    await expect(cutOff.each(() => undefined)).rejects.toThrow('cut off')
    expect(cutOff.complete).toBe(false)
  })

  test('and upon what, by either door', async () => {
    const input = bytes('data: a\n\ndata: end\n\n')
    for (const open of [decodeEventStream, decodeEventStreamSync]) {
      const whole = open(input, new Words())
      expect(whole.completion).toBeUndefined()
      for await (const item of whole) expect(item).toBe('a')
      expect(whole.completion).toBe('the end')
      expect(Object.keys(whole)).toEqual(expect.arrayContaining(['complete', 'completion']))
    }
    const silent = { decode: () => 'a', done: false, complete: true, finish: () => undefined }
    const items = decodeEventStreamSync(input, silent)
    expect([...items]).toEqual(['a', 'a'])
    expect(items.completion).toBeUndefined()
  })

  test('the decoder ends a stream whose source stays open, and has the last word once', async () => {
    let cancels = 0
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(utf8.encode('data: a\n\ndata: end\n\ndata: b\n\n')),
      cancel: () => {
        cancels++
      },
    })
    const decoder = new Words()
    const items: string[] = []
    for await (const item of decodeEventStream(source, decoder)) items.push(item)
    expect(items).toEqual(['a'])
    expect(cancels).toBe(1)
    expect(decoder.finished).toBe(1)
  })

  test('leaving the loop does not ask the decoder whether it was whole', async () => {
    const decoder = new Words()
    for await (const _ of decodeEventStream(bytes('data: a\n\n', 'data: b\n\n'), decoder)) break
    expect(decoder.finished).toBe(0)
  })

  test('an event that the end of input cut off goes to decodeTail, and without one is discarded', () => {
    const chunks = bytes('data: a\n\ndata: b')
    expect(sync(chunks)).toEqual({ items: ['a'], error: 'cut off' })
    expect(sync(chunks, new TailWords())).toEqual({ items: ['a', 'tail b'], error: 'cut off' })
    expect(sync(bytes('data: a\n\ndata: end\n\ndata: b'), new TailWords())).toEqual({
      items: ['a'],
      error: undefined,
    })
    expect(sync(bytes('data: a\n\n: comment'), new TailWords())).toEqual({
      items: ['a'],
      error: 'cut off',
    })
  })

  test('lines that are no fields reach the decoder in order, the last unended one as well', () => {
    const decoder = new FieldWords()
    expect(sync(bytes('foo: 1\ndata: a\n\nbar\ndata: end\n\nbaz\n'), decoder)).toEqual({
      items: ['a'],
      error: undefined,
    })
    expect(decoder.seen).toEqual(['foo=1', 'bar='])
    expect(sync(bytes('data: a\n\nerror: {}\ndata: b\n\n'), new FieldWords())).toEqual({
      items: ['a'],
      error: 'owed',
    })
    const tail = new (class extends FieldWords {
      decodeTail(): undefined {}
    })()
    expect(sync(bytes('data: a\n\nerror: {}'), tail)).toEqual({ items: ['a'], error: 'owed' })
  })

  test('an error at the end of an open connection does not wait for the next event', async () => {
    const source = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(utf8.encode('data: a\n\nerror: {}\n')),
    })
    const items: string[] = []
    const loop = async (): Promise<void> => {
      for await (const item of decodeEventStream(source, new FieldWords())) items.push(item)
    }
    await expect(loop()).rejects.toThrow('owed')
    expect(items).toEqual(['a'])
  })

  test('after an error the iterator is over', async () => {
    const items = decodeEventStream(bytes('data: boom\n\ndata: b\n\n'), new Words())[
      Symbol.asyncIterator
    ]()
    await expect(items.next()).rejects.toThrow('boom')
    expect(await items.next()).toEqual({ value: undefined, done: true })
  })
})
