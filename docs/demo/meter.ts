import type { Fetch } from '@sse/client'

/** Counts what comes over the wire: the bytes of the bodies. A `fetch` that can be given to a client. */
export class Meter {
  bytes = 0

  readonly fetch: Fetch = async (url, request) => {
    const response = await globalThis.fetch(url, request)
    const counted = response.body?.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          this.bytes += chunk.length
          controller.enqueue(chunk)
        },
      }),
    )
    return new Response(counted ?? null, response)
  }
}
