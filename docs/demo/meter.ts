import type { Fetch } from '@sse/client'

/** Counts what comes over the wire, and cuts it when it is told to. A `fetch` that can be given to a client. */
export class Meter {
  /** Of the bodies. */
  bytes = 0
  requests = 0
  #cutAfter = Infinity

  /** Breaks the connection of the next response, after so many bytes of its body. */
  cutNext(bytes: number): void {
    this.#cutAfter = bytes
  }

  readonly fetch: Fetch = async (url, request) => {
    this.requests++
    let left = this.#cutAfter
    this.#cutAfter = Infinity
    const response = await globalThis.fetch(url, request)
    const counted = response.body?.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (chunk, controller) => {
          this.bytes += chunk.length
          left -= chunk.length
          if (left < 0) controller.error(new Error('The demo has cut the connection'))
          else controller.enqueue(chunk)
        },
      }),
    )
    return new Response(counted ?? null, response)
  }
}
