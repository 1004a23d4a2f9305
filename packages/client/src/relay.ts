import { DONE, encodeEvent, EVENT_STREAM_HEADERS, type PlatformReadableStream } from '@sse/core'
import type { UpstreamError } from '@sse/core/decoder'
import { reportsError } from '@sse/core/json-decoder'
import { APIConnectionError } from './api-connection-error.ts'
import type { EventRecord } from './event-decoding.ts'
import { headerPairs, type HeadersInput } from './headers-input.ts'
import type { PlatformResponse } from './http.ts'
import { codeOf } from './error-code.ts'
import type { Outcome } from './outcome.ts'

/** What a response that relays a stream has besides. */
export interface RelayInit {
  /** Default 200. */
  readonly status?: number | undefined
  /** Added to those of an event stream; they win over them, and null takes one away. */
  readonly headers?: HeadersInput | undefined
}

/**
 * The events of a stream as bytes. What ends it with an error becomes an event of its own, and so does
 * an end marker that was none.
 */
export function relayStream(
  records: AsyncIterableIterator<EventRecord<unknown>>,
  outcome: () => Outcome | undefined,
): PlatformReadableStream<Uint8Array> {
  const utf8 = new TextEncoder()
  // What the reader knows of the last event ID and the reconnection time.
  let id = ''
  let retry: number | undefined
  let begun: number | undefined
  let last: string | undefined
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const encode = (event: Parameters<typeof encodeEvent>[0]): void =>
          controller.enqueue(utf8.encode(encodeEvent(event)))
        const send = ({ event, reconnectionTime, restarts }: EventRecord<unknown>): void => {
          // What was sent cannot be taken back: the reader would add up two answers as one.
          if ((begun ??= restarts) !== restarts) throw new APIConnectionError('It begins anew')
          // A block without data makes no event: what it set goes with the next one.
          const { lastEventId } = event
          encode({
            ...event,
            id: event.id ?? (lastEventId === id ? undefined : lastEventId),
            retry: event.retry ?? (reconnectionTime === retry ? undefined : reconnectionTime),
          })
          id = lastEventId
          retry = reconnectionTime
          last = event.data
        }
        try {
          let next = await records.next()
          if (
            next.done !== true &&
            next.value.items.length === 0 &&
            saysDone(next.value.event.data)
          ) {
            // It is the end marker unless it comes out now that too little came before it; the rest may
            // come over another connection.
            const { value } = next
            next = await records.next()
            if (next.done === true) send(value)
          }
          if (next.done !== true) {
            send(next.value)
            const { failure } = next.value
            if (failure === undefined || !isUpstream(failure.error)) return
            // The event has said it; what is thrown next settles the stream, which nobody waits for.
            records.next().catch(() => undefined)
          } else if (endsAtSentinel(outcome()) && !saysDone(last)) encode({ data: DONE })
        } catch (error) {
          const data = isUpstream(error) ? errorPayload(error) : errorOutline(error)
          encode({ event: 'error', data: JSON.stringify(data) })
          await records.return?.()
        }
        controller.close()
      },
      async cancel() {
        await records.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** A response with these bytes, which no proxy on the way may hold back or change. */
export function relayResponse(
  open: () => PlatformReadableStream<Uint8Array>,
  { status = 200, headers }: RelayInit = {},
): PlatformResponse {
  const init = { status, headers: new Headers(EVENT_STREAM_HEADERS) }
  const given = headerPairs(headers)
  for (const [name] of given) init.headers.delete(name)
  for (const [name, value] of given) if (value !== null) init.headers.append(name, value)
  // Throws for what is no status or header of a response with a body, before the stream is touched.
  void new Response('', init)
  return new Response(open() as never, init)
}

// Some servers send the sentinel as a bare line, which is no event.
function endsAtSentinel(outcome: Outcome | undefined): boolean {
  const { evidence } = Object(outcome) as { readonly evidence?: unknown }
  return evidence === 'done-sentinel'
}

// Alone, or behind the payload that it was joined to.
function saysDone(data = ''): boolean {
  return data.slice(data.lastIndexOf('\n') + 1).trim() === DONE
}

// What the server reported outside of an event, such as by a body that is JSON, as it was reported.
function errorPayload({ payload }: UpstreamError): unknown {
  return reportsError(payload) ? payload : { error: payload }
}

// Nothing of another error but its code: what servers say of keys and accounts is not for viewers.
function errorOutline(error: unknown): object {
  const code = codeOf(error) ?? null
  return { error: { message: 'The stream broke off', type: 'server_error', param: null, code } }
}

function isUpstream(error: unknown): error is UpstreamError {
  return codeOf(error) === 'ERR_SSE_UPSTREAM'
}
