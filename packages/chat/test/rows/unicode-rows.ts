import type { ChatDecoderOptions } from '@sse/chat'
import type { RowCase } from './row-case.ts'
import { chunk, data, done, stream } from './wire.ts'

const end = 'done-sentinel'

/** Section 6: text. */
export const unicodeRows: readonly RowCase<ChatDecoderOptions>[] = [
  {
    row: 'U1',
    title: 'UTF-8 sequences cut anywhere',
    body: stream(chunk({ content: 'ß€𝄞👩‍👩‍👧' })),
    items: [chunk({ content: 'ß€𝄞👩‍👩‍👧' })],
    end,
  },
  {
    row: 'U2',
    title: 'a surrogate pair in two deltas',
    body:
      data(
        String.raw`{"choices":[{"index":0,"delta":{"content":"\ud83d"},"finish_reason":null}]}`,
      ) +
      data(
        String.raw`{"choices":[{"index":0,"delta":{"content":"\ude00"},"finish_reason":null}]}`,
      ) +
      done,
    items: ['\uD83D', '\uDE00'].map((content) => ({
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
    })),
    end,
  },
  {
    row: 'U3',
    title: 'half a surrogate pair',
    body:
      data(
        String.raw`{"choices":[{"index":0,"delta":{"content":"\ud83d"},"finish_reason":null}]}`,
      ) + done,
    items: [{ choices: [{ index: 0, delta: { content: '\uD83D' }, finish_reason: null }] }],
    end,
  },
  {
    row: 'U4',
    title: 'U+FFFD that was sent',
    body: stream(chunk({ content: '\uFFFD' })),
    items: [chunk({ content: '\uFFFD' })],
    end,
  },
  {
    row: 'U5',
    title: '__proto__ and keys twice: the last counts, and nothing is polluted',
    body:
      data(
        '{"__proto__":{"choices":"x"},"choices":null,"choices":[{"index":0,"finish_reason":null,' +
          '"delta":{"__proto__":{"content":"x"},"constructor":1}}]}',
      ) + done,
    items: [
      JSON.parse(
        '{"__proto__":{"choices":"x"},"choices":[{"index":0,"finish_reason":null,' +
          '"delta":{"__proto__":{"content":"x"},"constructor":1}}]}',
      ),
    ],
    end,
  },
]
