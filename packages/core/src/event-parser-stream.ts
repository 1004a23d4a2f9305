// Not a `TransformStream`: one that throws drops what it has enqueued, so that errors overtake events, and which ones
// depends on how the bytes were cut. The readable side here pulls events one by one out of the parser, and the writable
// side takes the next chunk when those of the last one are read.

import { EventParser } from './event-parser.ts'
import type { EventParserOptions } from './event-parser-options.ts'
import type { PlatformReadableStream, PlatformWritableStream } from './platform-streams.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/**
 * A parser for `pipeThrough`: `response.body.pipeThrough(new EventParserStream())`.
 *
 * Events come in order, and an error comes behind every event before it. Cancelling the readable side
 * cancels the source; aborting the writable side errors the readable side (a pipe waits with that until
 * the chunk that it has written was read, as it does with every stream); the sentinel `done` closes the readable side at once and cancels the source.
 * The constructor throws as that of `EventParser` does.
 */
export class EventParserStream {
  readonly readable: PlatformReadableStream<ServerSentEvent>
  readonly writable: PlatformWritableStream<Uint8Array>
  readonly #parser: EventParser

  constructor(options?: EventParserOptions) {
    const parser = new EventParser(options)
    this.#parser = parser
    // Whoever waits: the reader for a chunk, or the writer for the events of its chunk to be read.
    let wakeReader: (() => void) | undefined
    let wakeWriter: (() => void) | undefined
    let failure: { readonly error: unknown } | undefined
    let writableController: WritableStreamDefaultController | undefined
    let readableController: ReadableStreamDefaultController<ServerSentEvent> | undefined
    let over = false
    let ended = false

    const release = (): void => {
      wakeWriter?.()
      wakeWriter = undefined
    }
    // No chunk is wanted any more: erroring the writable side makes a pipe cancel its source.
    const leave = (reason: unknown): void => {
      over = true
      release()
      writableController?.error(reason)
    }

    this.readable = new ReadableStream<ServerSentEvent>(
      {
        start(controller) {
          readableController = controller
        },
        async pull(controller) {
          for (;;) {
            let event: ServerSentEvent | undefined
            try {
              if (failure === undefined) event = parser.read()
              else throw failure.error
            } catch (error) {
              leave(error)
              throw error
            }
            if (event !== undefined) {
              controller.enqueue(event)
              return
            }
            if (parser.done || ended) {
              if (parser.done && !ended)
                leave(new TypeError('The stream has ended with its sentinel'))
              over = true
              controller.close()
              return
            }
            release()
            await new Promise<void>((resolve) => {
              wakeReader = resolve
            })
            if (over) return
          }
        },
        cancel(reason) {
          leave(reason ?? new TypeError('The readable side was cancelled'))
          wakeReader?.()
        },
      },
      { highWaterMark: 0 },
    )
    this.writable = new WritableStream<Uint8Array>({
      start(controller) {
        writableController = controller
        // An abort waits for the write that is under way, and that waits for a reader.
        // (Old runtimes have no such signal.)
        const { signal } = controller as { readonly signal?: AbortSignal }
        signal?.addEventListener('abort', release)
      },
      write(chunk) {
        try {
          parser.push(chunk)
        } catch (error) {
          // The reader hears of it behind the events that were pushed before.
          failure = { error }
        }
        const drained = new Promise<void>((resolve) => {
          wakeWriter = resolve
        })
        wakeReader?.()
        wakeReader = undefined
        return drained
      },
      close() {
        ended = true
        parser.finish()
        wakeReader?.()
        wakeReader = undefined
      },
      abort(reason) {
        if (over) return
        over = true
        readableController?.error(reason)
        wakeReader?.()
      },
    })
  }

  /** The last event ID of what was read; `''` for none. */
  get lastEventId(): string {
    return this.#parser.lastEventId
  }

  /** The wait before a reconnect in milliseconds, once a `retry` field was read. */
  get reconnectionTime(): number | undefined {
    return this.#parser.reconnectionTime
  }
}
