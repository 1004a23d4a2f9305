import { encodeComment, encodeEvent, type EventInit } from './encode-event.ts'
import type { PlatformReadableStream } from './platform-streams.ts'

/** One part of an event stream: an event, a comment to keep the connection alive, or a comment and an event. */
export type EventStreamPart = EventInit | { readonly comment: string }

/** Headers of a response that is an event stream, and that no proxy on the way may hold back or change. */
export const EVENT_STREAM_HEADERS: {
  readonly 'content-type': 'text/event-stream'
  readonly 'cache-control': 'no-cache, no-transform'
  readonly 'x-accel-buffering': 'no'
} = Object.freeze({
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
})

/**
 * Encodes parts as they come: the body of a response, as
 * `new Response(toEventStream(parts), { headers: EVENT_STREAM_HEADERS })`.
 *
 * A part is asked for when the reader wants bytes, and cancelling the stream leaves `parts`. It errors
 * with what `parts` fails with, and with `ERR_SSE_UNENCODABLE`, behind every part before it.
 */
export function toEventStream(
  parts: AsyncIterable<EventStreamPart> | Iterable<EventStreamPart>,
): PlatformReadableStream<Uint8Array> {
  const utf8 = new TextEncoder()
  const iterator =
    Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const result = await iterator.next()
        if (result.done === true) {
          controller.close()
          return
        }
        const part = result.value
        let encoded: string
        try {
          encoded = encodePart(part)
        } catch (error) {
          await iterator.return?.()
          throw error
        }
        controller.enqueue(utf8.encode(encoded))
      },
      cancel() {
        // Nobody waits: a generator answers only after the part that it is at, which may never come.
        new Promise((resolve) => resolve(iterator.return?.())).catch(() => undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

function encodePart(part: EventStreamPart): string {
  if (!('comment' in part)) return encodeEvent(part)
  const { comment, ...event } = part
  const isAlone = Object.values(event).every((value) => value === undefined)
  return encodeComment(comment) + (isAlone ? '' : encodeEvent(event))
}
