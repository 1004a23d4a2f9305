import { everyByte, seeded } from '@fixtures/sse'
import type { EventParserOptions, ServerSentEvent } from '@sse/core'
import { decodeEventStream, decodeEventStreamSync, type EventDecoder } from '@sse/core/decoder'
import { expect } from 'vitest'

/** What one recorded or reported habit of a server asks of a decoder. */
export interface RowCase<Options = object> {
  /** The row of the catalogue of quirks, such as `S13`. */
  readonly row: string
  readonly title: string
  readonly body: string | Uint8Array
  readonly options?: Options
  readonly items: readonly unknown[]
  /** Each with its path, in order. */
  readonly anomalies?: readonly string[]
  /** The evidence, or the code of the error with its reason or kind. */
  readonly end: string
  /** What the error has. */
  readonly error?: object
  readonly comments?: readonly string[]
  /** The data of the events behind the end that had arrived with it. */
  readonly trailing?: readonly string[]
  /** The server does not close the connection after the last byte. */
  readonly staysOpen?: true
}

/** A decoder with what rows ask about. */
interface RowDecoder extends EventDecoder<unknown> {
  readonly trailing: readonly ServerSentEvent[]
}

/** Makes the decoder of a case; anomalies go to the array. */
export type Open<Options> = (options: Options | undefined, anomalies: string[]) => RowDecoder

interface Observed {
  readonly items: unknown[]
  readonly anomalies: string[]
  readonly comments: string[]
  readonly end: string | undefined
  readonly error: unknown
  readonly trailing: string[]
}

/** Runs a case in every kind of cut, and where the connection stays open, over one that does. */
export async function check<Options>(given: RowCase<Options>, open: Open<Options>): Promise<void> {
  const bytes = typeof given.body === 'string' ? new TextEncoder().encode(given.body) : given.body
  const cuts = [[bytes], everyByte(bytes), seeded(bytes, 7, { max: 40 })]
  for (const chunks of given.staysOpen ? [] : cuts) expectObserved(observe(given, chunks, open))
  expectObserved(await observeOpen(given, bytes, open))

  const { trailing } = given.staysOpen
    ? await observeOpen(given, bytes, open)
    : observe(given, [bytes], open)
  expect(trailing).toEqual(given.trailing ?? [])

  function expectObserved({ items, anomalies, comments, end, error }: Observed): void {
    expect(items).toEqual(given.items)
    expect(anomalies).toEqual(given.anomalies ?? [])
    expect(comments).toEqual(given.comments ?? [])
    expect(end).toBe(given.end)
    if (given.error !== undefined) expect(error).toMatchObject(given.error)
  }
}

function observe<Options>(
  { options }: RowCase<Options>,
  chunks: Iterable<Uint8Array>,
  open: Open<Options>,
): Observed {
  const seen = new Sighting(options, open)
  try {
    for (const item of decodeEventStreamSync(chunks, seen.decoder, seen.options)) {
      seen.items.push(item)
    }
  } catch (error) {
    seen.error = error
  }
  return seen.observed()
}

async function observeOpen<Options>(
  { options, staysOpen }: RowCase<Options>,
  bytes: Uint8Array,
  open: Open<Options>,
): Promise<Observed> {
  const seen = new Sighting(options, open)
  let cancelled = 0
  const source = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      if (!staysOpen) controller.close()
    },
    cancel: () => void cancelled++,
  })
  try {
    await decodeEventStream(source, seen.decoder, seen.options).each((item) =>
      seen.items.push(item),
    )
  } catch (error) {
    seen.error = error
  }
  expect(cancelled).toBe(staysOpen ? 1 : cancelled)
  return seen.observed()
}

class Sighting<Options> {
  readonly items: unknown[] = []
  readonly decoder: RowDecoder
  readonly options: EventParserOptions
  error: unknown
  readonly #anomalies: string[] = []
  readonly #comments: string[] = []

  constructor(options: Options | undefined, open: Open<Options>) {
    this.decoder = open(options, this.#anomalies)
    this.options = { ...options, onComment: (comment) => this.#comments.push(comment) }
  }

  observed(): Observed {
    const { code, reason, kind } = (this.error ?? {}) as Readonly<Record<string, string>>
    if (this.decoder.complete !== (this.error === undefined)) throw new Error('complete is wrong')
    return {
      items: this.items,
      anomalies: this.#anomalies,
      comments: this.#comments,
      end: this.decoder.completion ?? [code, reason, kind].filter(Boolean).join(' '),
      error: this.error,
      trailing: this.decoder.trailing.map(({ data }) => data),
    }
  }
}
