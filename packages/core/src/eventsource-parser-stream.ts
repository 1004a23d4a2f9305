// The stream of the eventsource-parser doors: a readable and a writable side, as `TextDecoderStream` is one, and no
// `TransformStream`. That drops what it enqueued when it errors, so an error would overtake the events before it, or
// not, as the network cut them. Nor is it made to look like one: Node's `console.log` of an object with that prototype
// and without its inner state throws (seen in 20 and 26).

import { createParser } from './eventsource-create-parser.ts'
import type { EventSourceMessage } from './eventsource-message.ts'
import type { ParseError } from './eventsource-parse-error.ts'
import type { PlatformReadableStream, PlatformWritableStream } from './platform-streams.ts'

/** Settings of an `EventSourceParserStream`. They are read once, by the constructor. */
export interface StreamOptions {
  /** Takes the ID of a block when the block ends, as that of `createParser`. */
  onId?: ((id: string) => void) | undefined
  /**
   * What becomes of a `ParseError`: a function takes it and the stream goes on, `'terminate'` errors
   * the stream with it; by default it is skipped. Passing `maxBufferSize` errors the stream anyway.
   */
  onError?: 'terminate' | ((error: Error) => void) | undefined
  /** Takes each valid `retry` in milliseconds, as that of `createParser`. */
  onRetry?: ((retry: number) => void) | undefined
  /** Takes the text of each comment, as that of `createParser`. */
  onComment?: ((comment: string) => void) | undefined
  /** Most UTF-16 code units of a line and the data before it. Default: no limit. See `ParserConfig`. */
  maxBufferSize?: number | undefined
}

/**
 * Turns a stream of strings into a stream of events, for `pipeThrough` behind a `TextDecoderStream`.
 *
 * A chunk is parsed when an event is wanted that is not there yet. An error of the input, of the
 * parser or of a callback comes out behind every event before it. Cancelling `readable` errors
 * `writable`, so that a pipe cancels its source. A chunk that is no string errors both sides with a
 * `TypeError`.
 *
 * @see https://streams.spec.whatwg.org/#generictransformstream
 */
export class EventSourceParserStream {
  /** The events. */
  readonly readable: PlatformReadableStream<EventSourceMessage>
  /** Takes the text, cut anywhere. Closing it ends the events; one that is unfinished is discarded. */
  readonly writable: PlatformWritableStream<string>

  constructor(options: StreamOptions = {}) {
    const { onError, onRetry, onComment, onId, maxBufferSize } = options
    let output!: ReadableStreamDefaultController<EventSourceMessage>
    let input!: WritableStreamDefaultController
    // The queue of `readable` is empty and a read waits.
    let wanted = false
    // Lets the write go on that waits for such a read.
    let wake: (() => void) | undefined
    // Why nothing that is written will be parsed any more.
    let left: { readonly reason: unknown } | undefined
    // What to error `readable` with, once its queue was read.
    let failure: { readonly reason: unknown } | undefined
    let fatal: ParseError | undefined

    const parser = createParser({
      onComment,
      onEvent(event) {
        wanted = false
        output.enqueue(event)
      },
      onError(error) {
        if (typeof onError === 'function') onError(error)
        if (onError === 'terminate' || error.type === 'max-buffer-size-exceeded') {
          fatal = error
          throw error
        }
      },
      onId,
      onRetry,
      maxBufferSize,
    })

    const leave = (reason: unknown): void => {
      left = { reason }
      parser.reset()
      wake?.()
    }
    const fail = (reason: unknown): void => {
      if (wanted) output.error(reason)
      else failure = { reason }
    }

    this.readable = new ReadableStream<EventSourceMessage>(
      {
        start(controller) {
          output = controller
        },
        pull() {
          if (failure !== undefined) output.error(failure.reason)
          wanted = true
          wake?.()
        },
        cancel(reason) {
          leave(reason)
          input.error(reason)
        },
      },
      { highWaterMark: 0 },
    )

    this.writable = new WritableStream<string>({
      start(controller) {
        input = controller
        controller.signal.addEventListener('abort', () => leave(controller.signal.reason))
      },
      async write(chunk) {
        if (!wanted) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        if (left !== undefined) throw left.reason
        try {
          parser.feed(chunk)
        } catch (error) {
          fail(error)
          input.error(error)
          // A `ParseError` is news of the events, not of this write.
          if (error !== fatal) throw error
        }
      },
      close() {
        output.close()
      },
      abort: fail,
    })
  }
}
