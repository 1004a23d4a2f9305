import { encodeEvent, EVENT_STREAM_HEADERS, type PlatformReadableStream } from '@sse/core'
import type { EventRecord } from './event-decoding.ts'
import type { PlatformResponse } from './http.ts'

/** What a response that relays a stream has besides. */
export interface RelayInit {
  /** Default 200. */
  readonly status?: number | undefined
  /** Added to those of an event stream; they win over them. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** The events of a stream as bytes; what ends it with an error becomes an event of its own. */
export function relayStream(
  records: AsyncIterableIterator<EventRecord<unknown>>,
): PlatformReadableStream<Uint8Array> {
  const utf8 = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const encode = (event: Parameters<typeof encodeEvent>[0]): void =>
          controller.enqueue(utf8.encode(encodeEvent(event)))
        try {
          const { value, done } = await records.next()
          if (done !== true) {
            encode(value.event)
            if (value.failure === undefined || !isUpstream(value.failure.error)) return
            // The event has said it.
            await records.return?.()
          }
        } catch (error) {
          encode({ event: 'error', data: JSON.stringify({ error: errorPayload(error) }) })
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
  body: PlatformReadableStream<Uint8Array>,
  { status = 200, headers }: RelayInit = {},
): PlatformResponse {
  return new Response(body as never, { status, headers: { ...EVENT_STREAM_HEADERS, ...headers } })
}

// Nothing of the error but its code: what servers say of keys and accounts is not for viewers.
function errorPayload(error: unknown): object {
  const { code = null } = Object(error) as { readonly code?: unknown }
  return { message: 'The stream broke off', type: 'server_error', param: null, code }
}

function isUpstream(error: unknown): boolean {
  return (Object(error) as { readonly code?: unknown }).code === 'ERR_SSE_UPSTREAM'
}
