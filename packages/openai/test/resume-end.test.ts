// Where a connection of a response in the background ends, in one way or another, and what `resume` makes of that.

import {
  OpenAI,
  type OpenAIOptions,
  type ResponseStream,
  type ResponseStreamEvent,
} from '@sse/openai'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

type Fetch = NonNullable<OpenAIOptions['fetch']>

const textOf = (payload: object): string => `data: ${JSON.stringify(payload)}\n\n`

const message = {
  type: 'message',
  id: 'msg_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'Hello', annotations: [] }],
}
const place = { item_id: 'msg_1', output_index: 0, content_index: 0 }
const response = { id: 'resp_1', object: 'response', status: 'in_progress', output: [] }
const all: readonly string[] = [
  { type: 'response.created', response },
  { type: 'response.output_text.delta', ...place, delta: 'Hel' },
  { type: 'response.output_text.delta', ...place, delta: 'lo' },
  { type: 'response.completed', response: { ...response, status: 'completed', output: [message] } },
].map((payload, sequence_number) => textOf({ ...payload, sequence_number }))

/** How a connection ends: with so many characters, or with an error. */
type Connection =
  | { readonly text: string; readonly type?: string | undefined }
  | { readonly broken: string }

interface Asked {
  readonly stream: ResponseStream
  /** What `starting_after` said of each request. */
  readonly cursors: (string | null)[]
}

function fetchOf(
  cursors: (string | null)[],
  connection: (after: number, request: number) => Connection,
): Fetch {
  return async (url) => {
    const after = new URL(url).searchParams.get('starting_after')
    if (cursors.push(after) > 20) throw new Error('It never ends')
    const found = connection(Number(after ?? -1), cursors.length)
    if ('text' in found) {
      const headers = { 'content-type': found.type ?? 'text/event-stream' }
      return new Response(found.text, { headers })
    }
    let isSent = false
    const body = new ReadableStream({
      pull(controller) {
        if (isSent) controller.error(new TypeError('terminated'))
        else controller.enqueue(new TextEncoder().encode(found.broken))
        isSent = true
      },
    })
    return new Response(body)
  }
}

/** Asks for the response; each connection is what `connection` makes of the place behind `starting_after`. */
async function ask(
  connection: (after: number, request: number) => Connection,
  attempts = 3,
): Promise<Asked> {
  const cursors: (string | null)[] = []
  const client = new OpenAI({
    apiKey: '',
    fetch: fetchOf(cursors, connection),
    clock: {
      now: () => 0,
      setTimeout: (callback) => setTimeout(callback, 0),
      clearTimeout: (timer) => clearTimeout(timer as never),
    },
  })
  const stream = await client.responses.create(
    { model: 'm', background: true, stream: true },
    { resume: { attempts } },
  )
  return { stream, cursors }
}

async function numbersOf(stream: AsyncIterable<ResponseStreamEvent>): Promise<unknown[]> {
  const numbers: unknown[] = []
  for await (const event of stream) numbers.push(event.sequence_number)
  return numbers
}

const behind = (after: number): string => all.slice(after + 1).join('')

describe('the end of a connection', () => {
  test('law: whatever the first one ends with, all events come, each once', async () => {
    const whole = behind(-1)
    const ends = [
      (text: string): Connection => ({ text }),
      (text: string): Connection => ({ broken: text }),
      (text: string): Connection => ({ text: `${text}\n\ndata: [DONE]\n\n` }),
      (text: string): Connection => ({ text: `${text}\n\n[DONE]` }),
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.nat(all.length),
        fc.nat(60),
        fc.constantFrom(...ends),
        async (events, half, end) => {
          const head = all.slice(0, events).join('')
          // A blank line behind the half of an event would make an event of it that is none.
          const isEnded = 'text' in end('') && (end('') as { text: string }).text !== ''
          const cut = isEnded ? head : whole.slice(0, head.length + half)
          const { stream } = await ask((after, request) =>
            request === 1 ? end(cut) : { text: behind(after) },
          )
          expect(await numbersOf(stream)).toEqual([0, 1, 2, 3])
          expect((await stream.final()).output_text).toBe('Hello')
          expect(stream.outcome).toEqual({ status: 'completed', evidence: 'terminal-event' })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('without its blank line the last event is the last one: nothing is asked for again', async () => {
    const { stream, cursors } = await ask(() => ({ text: behind(-1).trimEnd() }))
    expect(await numbersOf(stream)).toEqual([0, 1, 2, 3])
    expect(cursors).toEqual([null])
  })

  test('`[DONE]` alone makes no response whole: it is gone on with', async () => {
    const { stream, cursors } = await ask((after) =>
      after === -1 ? { text: `${all[0]}${all[1]}data: [DONE]\n\n` } : { text: behind(after) },
    )
    expect((await stream.final()).output_text).toBe('Hello')
    expect(cursors).toEqual([null, '1'])
  })

  test('a `[DONE]` that is none is not relayed: what comes behind it is', async () => {
    const { stream } = await ask((after) =>
      after === -1 ? { text: `${all[0]}${all[1]}data: [DONE]\n\n` } : { text: behind(after) },
    )
    expect(await stream.toResponse().text()).toBe(behind(-1))
  })

  test.each([
    ['`[DONE]`', 'data: [DONE]\n\n'],
    ['half an event', 'data: {"type":"resp'],
    ['half an event behind a comment', ': on it\n\ndata: {"type":"resp'],
    ['nothing', ''],
    ['a keep-alive and `[DONE]`', 'data: {"type":"keepalive"}\n\ndata: [DONE]\n\n'],
  ])('always %s is bounded, and the error says that it was cut off', async (_, text) => {
    const { stream, cursors } = await ask((after) => ({
      text: after === -1 ? all.slice(0, 2).join('') + text : text,
    }))
    await expect(stream.final()).rejects.toMatchObject({
      code: 'ERR_SSE_TRUNCATED',
      delivered: text.includes('keepalive') ? 6 : 2,
      partial: { output_text: 'Hel' },
    })
    expect(stream.outcome?.status).toBe('truncated')
    expect(cursors).toEqual([null, '1', '1', '1'])
  })
})

describe('an answer that is no event stream', () => {
  const losses = [
    ['breaks', { broken: behind(-1).slice(0, all[0]!.length + 20) }, 'ERR_SSE_CONNECTION'],
    ['ends', { text: all[0]! }, 'ERR_SSE_TRUNCATED'],
    ['ends inside an event', { text: all[0]! + all[1]!.slice(0, 20) }, 'ERR_SSE_TRUNCATED'],
  ] as const
  const pages = [
    ['text/html', '<!doctype html><title>Log in</title>'],
    ['application/json', '{\n  "detail": "Log in"\n}\n'],
  ] as const

  test.each(losses.flatMap((loss) => pages.map((page) => [...loss, ...page] as const)))(
    'is told as one, with what came before it as its cause: the stream %s',
    async (_, loss, code, type, page) => {
      const { stream } = await ask((after) => (after === -1 ? loss : { text: page, type }))
      await expect(stream.final()).rejects.toMatchObject({
        code: 'ERR_SSE_NOT_EVENT_STREAM',
        contentType: type,
        cause: { code },
        partial: { id: 'resp_1' },
      })
    },
  )
})

describe('by hand', () => {
  // A response of many deltas: the numbers of each connection are those behind `starting_after`.
  const deltas = Array.from({ length: 9 }, (_, at) => at)
  const texts = [
    all[0]!,
    ...deltas.map((number) =>
      textOf({
        type: 'response.output_text.delta',
        ...place,
        delta: String(number),
        sequence_number: number + 1,
      }),
    ),
  ]
  const clientOf = (connection: (after: number) => string): OpenAI => {
    const fetch: Fetch = async (url) => {
      const after = Number(new URL(url).searchParams.get('starting_after') ?? -1)
      return new Response(connection(after))
    }
    return new OpenAI({ apiKey: '', maxRetries: 0, fetch })
  }

  /** The events of a stream that is cut off. */
  async function cutEvents(stream: ResponseStream): Promise<unknown[]> {
    const numbers: unknown[] = []
    const reading = (async () => {
      for await (const { sequence_number } of stream) numbers.push(sequence_number)
    })()
    await expect(reading).rejects.toThrow(/ended/)
    return numbers
  }

  test('there is a cursor behind each cut, however often it comes', async () => {
    const { responses } = clientOf((after) => texts.slice(after + 1, after + 3).join(''))
    let stream = await responses.create({ model: 'm', background: true, stream: true })
    const seen: unknown[] = await cutEvents(stream)
    const cursors: unknown[] = []
    for (let cut = 0; cut < 4; cut++) {
      const { responseId, startingAfter } = stream.resumeCursor!
      cursors.push([responseId, startingAfter])
      const params = { stream: true, starting_after: startingAfter } as const
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      stream = await responses.retrieve(responseId, params)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      seen.push(...(await cutEvents(cut % 2 === 0 ? stream : (stream = stream.tee()[0]))))
    }
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(cursors).toEqual([1, 3, 5, 7].map((after) => ['resp_1', after]))
  })

  test('behind a connection without an event it is the one that was asked for', async () => {
    const { responses } = clientOf(() => ': nothing\n\n')
    const stream = await responses.retrieve('resp_1', { stream: true, starting_after: 7 })
    await cutEvents(stream)
    expect(stream.resumeCursor).toEqual({ responseId: 'resp_1', startingAfter: 7 })
    const unknown = await responses.retrieve('resp_1', { stream: true })
    await cutEvents(unknown)
    expect(unknown.resumeCursor).toBeUndefined()
  })

  test('there is none behind the end', async () => {
    const { responses } = clientOf((after) => behind(after))
    const stream = await responses.retrieve('resp_1', { stream: true, starting_after: 1 })
    expect((await stream.final()).status).toBe('completed')
    expect(stream.resumeCursor).toBeUndefined()
  })
})
