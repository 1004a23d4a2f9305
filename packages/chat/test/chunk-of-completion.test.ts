import { type ChatCompletion, ChatDecoder, chunkOfCompletion } from '@sse/chat'
import { MalformedPayloadError } from '@sse/core/decoder'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonValue } from './json-value-arbitrary.ts'

const completion: ChatCompletion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: 'Hi', refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
    {
      index: 1,
      message: {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [
          { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
          { id: 'b', type: 'custom', custom: { name: 'g', input: 'x' } },
        ],
      },
      logprobs: null,
      finish_reason: 'tool_calls',
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
}

describe('chunkOfCompletion', () => {
  test('gives each choice a delta, and each tool call its position', () => {
    const before = structuredClone(completion)
    expect(chunkOfCompletion(completion)).toEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [
        {
          index: 0,
          delta: { role: 'assistant', content: 'Hi', refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
        {
          index: 1,
          delta: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [
              { index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
              { index: 1, id: 'b', type: 'custom', custom: { name: 'g', input: 'x' } },
            ],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
      usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    })
    expect(completion).toEqual(before)
  })

  test('throws nothing, whatever the choices are', () => {
    fc.assert(
      fc.property(fc.array(jsonValue({ maxDepth: 4 })), (choices) => {
        const given = { ...completion, choices } as unknown as ChatCompletion
        expect(chunkOfCompletion(given).choices).toHaveLength(choices.length)
      }),
    )
  })
})

describe('a body that is a whole completion', () => {
  /** A decoder that has read a body without a single event. */
  function read(lines: readonly string[], options?: ConstructorParameters<typeof ChatDecoder>[0]) {
    const decoder = new ChatDecoder({ fromCompletion: chunkOfCompletion, ...options })
    for (const line of lines) decoder.unknownField(line, '')
    return decoder
  }

  test('is read after finish, once', () => {
    const decoder = read([JSON.stringify(completion)])
    expect(decoder.read()).toBeUndefined()
    decoder.finish()
    expect(decoder.completion).toBe('whole-completion')
    decoder.finish()
    expect(decoder.read()).toEqual(chunkOfCompletion(completion))
    expect(decoder.read()).toBeUndefined()
    decoder.finish()
    expect(decoder.read()).toBeUndefined()
  })

  test('is repaired like any chunk', () => {
    const codes: string[] = []
    const decoder = read(['{"choices":[{"message":{"content":7}},null]}'], {
      onAnomaly: ({ code, event }) => codes.push(`${code} ${event?.data}`),
    })
    decoder.finish()
    expect(decoder.read()).toEqual({
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta: { content: null }, finish_reason: null }],
    })
    const body = '{"choices":[{"message":{"content":7}},null]}\n'
    expect(codes).toEqual(
      [
        'whole-completion',
        'malformed-choice',
        'missing-index',
        'malformed-content',
        'missing-finish-reason',
      ].map((code) => `${code} ${body}`),
    )
  })

  test('may be larger than the body of an error', () => {
    const text = 'x'.repeat(1_000_000)
    const long = {
      ...completion,
      choices: [{ ...completion.choices[0], message: { content: text } }],
    }
    const decoder = read([JSON.stringify(long)])
    decoder.finish()
    expect(decoder.read()?.choices[0]?.delta.content).toBe(text)
  })

  test('may be made into a chunk by a function of the caller’s, whose error is not swallowed', () => {
    const fromCompletion = () => {
      throw new RangeError('mine')
    }
    const decoder = read([JSON.stringify(completion)], { fromCompletion })
    expect(() => decoder.finish()).toThrow(new RangeError('mine'))
  })

  test('is none when events came, too', () => {
    const decoder = read([JSON.stringify(completion)])
    const event = { data: '{', event: undefined, id: undefined, retry: undefined, lastEventId: '' }
    expect(() => decoder.decode(event)).toThrow(MalformedPayloadError)
    expect(() => decoder.finish()).toThrow(MalformedPayloadError)
    expect(decoder.read()).toBeUndefined()
  })
})
