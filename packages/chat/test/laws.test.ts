import { seeded } from '@fixtures/sse'
import { ChatDecoder, type ChatCompletionChunk, decodeChatStreamSync } from '@sse/chat'
import { SSEError } from '@sse/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyPayload, chunkPayload, eventData, eventName } from './chat-stream-arbitrary.ts'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

const numRuns = Number(process.env['FC_RUNS'] ?? 300)

const events = fc.array(
  fc.tuple(eventData, eventName).map(([data, name]) => eventOf(data, name)),
  { maxLength: 12 },
)
const tail = fc.option(fc.tuple(eventData, eventName), { nil: undefined })

describe('whatever arrives', () => {
  test('nothing but typed errors is thrown, and what was thrown stays the last word', () => {
    fc.assert(
      fc.property(events, tail, fc.boolean(), (given, last, strict) => {
        const decoder = new ChatDecoder({ strict })
        const { error } = drive(decoder, given, last && eventOf(...last))
        expect(error === undefined).toBe(decoder.complete)
        expect(decoder.done).toBe(true)
        if (error === undefined) {
          decoder.finish()
          return
        }
        expect(error).toBeInstanceOf(SSEError)
        expect(() => decoder.finish()).toThrow(error)
      }),
      { numRuns },
    )
  })

  test('lines that are no fields raise nothing where they stand', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.tuple(fc.string(), fc.string()),
            anyPayload.map((payload) => ['error', JSON.stringify(payload) ?? '']),
            anyPayload.map((payload) => [JSON.stringify(payload) ?? '', '']),
          ),
        ),
        fc.boolean(),
        (lines, strict) => {
          const decoder = new ChatDecoder({ strict })
          for (const [name = '', value = ''] of lines) decoder.unknownField(name, value)
          const { error } = drive(decoder, [])
          expect(error === undefined || error instanceof SSEError).toBe(true)
        },
      ),
      { numRuns },
    )
  })
})

describe('every chunk', () => {
  test('is what its type says', () => {
    fc.assert(
      fc.property(events, (given) => {
        for (const chunk of drive(new ChatDecoder(), given).items) {
          expect(Array.isArray(chunk.choices)).toBe(true)
          for (const { index, delta, finish_reason: reason } of chunk.choices) {
            expect(Number.isInteger(index) && index >= 0).toBe(true)
            expect(typeof delta === 'object' && delta !== null && !Array.isArray(delta)).toBe(true)
            expect(reason === null || (typeof reason === 'string' && reason !== '')).toBe(true)
            expect(['string', 'undefined'].includes(typeof (delta.content ?? undefined))).toBe(true)
            expect(Array.isArray(delta.tool_calls ?? [])).toBe(true)
          }
        }
      }),
      { numRuns },
    )
  })

  test('is the payload, when there is no anomaly', () => {
    fc.assert(
      fc.property(chunkPayload, (payload) => {
        const data = JSON.stringify(payload)
        const anomalies: unknown[] = []
        const decoder = new ChatDecoder({ onAnomaly: (anomaly) => anomalies.push(anomaly) })
        const chunk = decoder.decode(eventOf(data))
        fc.pre(anomalies.length === 0)
        expect(JSON.stringify(chunk)).toBe(data)
      }),
      { numRuns },
    )
  })

  test('keeps all keys that are not repaired', () => {
    fc.assert(
      fc.property(chunkPayload, (payload) => {
        const data = JSON.stringify(payload)
        const { choices: _, ...expected } = JSON.parse(data) as Record<string, unknown>
        if (typeof expected['id'] === 'number') expected['id'] = String(expected['id'])
        const { choices: __, ...actual } = { ...new ChatDecoder().decode(eventOf(data)) }
        expect(actual).toEqual(expected)
      }),
      { numRuns },
    )
  })
})

test('law 11: item order is event order, and nothing comes after the end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(4), chunkPayload), { maxLength: 10 }),
      fc.nat(10),
      (joints, position) => {
        // Chunks numbered in order, some of them joined into one event, [DONE] somewhere.
        const payloads = joints.map(([, payload], number) => JSON.stringify({ ...payload, number }))
        const ended = payloads.slice(0, position)
        const given: string[] = []
        ended.forEach((data, at) => {
          if (joints[at]?.[0] === 0 && given.length > 0) given.push(`${given.pop()}\n${data}`)
          else given.push(data)
        })
        const stream = [...given, '[DONE]', ...payloads.slice(position)].map((data) =>
          eventOf(data),
        )
        const { items, error } = drive(new ChatDecoder(), stream)
        if (ended.length > 0) expect(error).toBeUndefined()
        else expect(error).toMatchObject({ code: 'ERR_SSE_EMPTY_STREAM' })
        expect(items.map((item) => (item as unknown as { number: number }).number)).toEqual(
          ended.map((_, number) => number),
        )
      },
    ),
    { numRuns },
  )
})

test('law 2: however the bytes are cut, the chunks and the end are the same', () => {
  const line = fc.oneof(
    { weight: 6, arbitrary: chunkPayload.map((payload) => `data: ${JSON.stringify(payload)}\n\n`) },
    // Without its blank line, so that it is joined with what follows.
    { weight: 2, arbitrary: chunkPayload.map((payload) => `data: ${JSON.stringify(payload)}\n`) },
    fc.constantFrom(
      ': ping\n\n',
      'data: {"choi',
      'data: [DONE]\n\n',
      'error: {"message":"no"}\n',
      '{"error":"no"}\n',
      'data: null\r\n\r\n',
      'event: error\ndata: no\n\n',
      'odd\n',
      '\r\n',
    ),
  )
  const outcome = (chunks: Iterable<Uint8Array>) => {
    const items: ChatCompletionChunk[] = []
    try {
      for (const item of decodeChatStreamSync(chunks)) items.push(item)
    } catch (error) {
      const { name, code, message, reason } = error as SSEError & { reason?: string }
      return { items, error: { name, code, message, reason } }
    }
    return { items, error: undefined }
  }
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.nat(), (lines, seed) => {
      const bytes = new TextEncoder().encode(lines.join(''))
      expect(outcome(seeded(bytes, seed, { max: 20 }))).toEqual(outcome([bytes]))
    }),
    { numRuns },
  )
})

test('law 5: a prefix of the events gives a prefix of the chunks', () => {
  fc.assert(
    fc.property(events, fc.nat(12), (given, length) => {
      const all = drive(new ChatDecoder(), given).items
      const some = drive(new ChatDecoder(), given.slice(0, length)).items
      expect(all.slice(0, some.length)).toEqual(some)
    }),
    { numRuns },
  )
})

test('law 6: a stream that is cut anywhere before its end is never taken for a whole one', () => {
  const text = fc.string({ minLength: 1 })
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), fc.nat(), (texts, cut) => {
      const chunks = texts.map((content) => ({
        choices: [{ index: 0, delta: { content }, finish_reason: null }],
      }))
      const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
      const body = [...chunks, finish].map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('')
      const bytes = new TextEncoder().encode(body)
      // The last three bytes are the brace, without which the JSON is not whole, and two line ends.
      const prefix = bytes.slice(0, cut % (bytes.length - 2))
      expect(() => [...decodeChatStreamSync([prefix])]).toThrow(SSEError)
      expect([...decodeChatStreamSync([bytes])]).toHaveLength(texts.length + 1)
    }),
    { numRuns },
  )
})
