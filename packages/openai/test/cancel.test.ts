import { OpenAI, type OpenAIOptions } from '@sse/openai'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shapes, values } from './cancel-answers.ts'

type Fetch = NonNullable<OpenAIOptions['fetch']>

async function cancel(body: string, cut = body.length): Promise<unknown> {
  const bytes = new TextEncoder().encode(body)
  const fetch: Fetch = async () => {
    const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(controller) {
        controller.enqueue(bytes.slice(0, cut))
        controller.enqueue(bytes.slice(cut))
        controller.close()
      },
    })
    return new Response(stream)
  }
  return new OpenAI({ apiKey: '', fetch }).responses.cancel('resp_1')
}

describe('the answer to cancel()', () => {
  test.each(shapes)('%s is given as it is', async (_, write) => {
    await fc.assert(
      fc.asyncProperty(values, fc.nat({ max: 60 }), async (value, cut) => {
        const body = write(value)
        expect(await cancel(body, cut)).toEqual(JSON.parse(body))
      }),
    )
  })

  test('JSON is asked for', async () => {
    const accepted: unknown[] = []
    const fetch: Fetch = async (_, { headers }) => {
      accepted.push(headers['accept'])
      return new Response('{}')
    }
    const { responses } = new OpenAI({ apiKey: '', fetch })
    await responses.cancel('resp_1')
    await responses.cancel('resp_1', { headers: { Accept: 'text/json' } })
    expect(accepted).toEqual(['application/json', 'text/json'])
  })

  test.each(['<secret>', '', '{"id":"secret', 'data: {"id":"secret"}\n\n'])(
    'that is no JSON is a typed error without the answer in it: %j',
    async (body) => {
      const error = await cancel(body).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'ERR_SSE_MALFORMED_PAYLOAD', status: 200 })
      expect(String(error)).not.toContain('secret')
    },
  )

  test('that breaks in the middle is asked for again', async () => {
    let asked = 0
    const fetch: Fetch = async () => {
      if (asked++ > 0) return new Response('{"id":"resp_1"}')
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => controller.error(new TypeError('terminated')),
      })
      return new Response(body)
    }
    const client = new OpenAI({ apiKey: '', fetch, retry: () => 1 })
    expect(await client.responses.cancel('resp_1')).toEqual({ id: 'resp_1' })
    expect(asked).toBe(2)
  })
})
