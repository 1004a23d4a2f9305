import type { Fetch, HttpRequest, HttpResponse } from '@sse/client'

/** A body whose bytes come when the test says so. */
export class ScriptedBody {
  readonly stream: ReadableStream<Uint8Array>
  /** The reason of each time that it was cancelled. */
  readonly cancelled: unknown[] = []
  #controller!: ReadableStreamDefaultController<Uint8Array>

  constructor(text?: string) {
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller
      },
      cancel: (reason) => {
        this.cancelled.push(reason)
      },
    })
    if (text !== undefined) this.send(text).end()
  }

  /** A body that breaks as soon as its text was read. */
  static breaking(text: string, error: unknown = new TypeError('terminated')): ScriptedBody {
    const body = new ScriptedBody()
    let pulls = 0
    const stream = new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (pulls++ > 0) controller.error(error)
          else controller.enqueue(new TextEncoder().encode(text))
        },
      },
      { highWaterMark: 0 },
    )
    return Object.assign(body, { stream })
  }

  send(text: string): this {
    this.#controller.enqueue(new TextEncoder().encode(text))
    return this
  }

  end(): this {
    this.#controller.close()
    return this
  }

  break(error: unknown = new TypeError('terminated')): this {
    this.#controller.error(error)
    return this
  }
}

/** What the script answers: a response, one that is made anew each time, an error to reject with, or nothing for ever. */
export type Answer = HttpResponse | (() => HttpResponse) | Error | 'never'

export interface ScriptedFetch {
  readonly fetch: Fetch
  readonly requests: (HttpRequest & { readonly url: string })[]
}

/** A `fetch` that gives one answer after the other, and the last one for good. It obeys no signal. */
export function scriptedFetch(...answers: readonly Answer[]): ScriptedFetch {
  const requests: ScriptedFetch['requests'] = []
  return {
    requests,
    fetch: async (url, request) => {
      const next = answers[Math.min(requests.push({ ...request, url }), answers.length) - 1]!
      if (next instanceof Error) throw next
      if (next === 'never') return new Promise(() => undefined)
      return typeof next === 'function' ? next() : next
    },
  }
}

/** A response that is an event stream. */
export function answer(
  body: string | ScriptedBody | null,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): HttpResponse {
  const stream = typeof body === 'string' ? new ScriptedBody(body).stream : (body?.stream ?? null)
  return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>> | null, {
    status,
    headers: { 'content-type': 'text/event-stream', ...headers },
  })
}

/** A response that refuses, with a JSON body. */
export function refusal(
  status: number,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return answer(
    `{"error":{"message":"no"}}`,
    { 'content-type': 'application/json', ...headers },
    status,
  )
}
