/**
 * What the types of updates and snapshots say of them is true, of all that is made of every stream that
 * there is. What streams hold is in the types of their items; here it is about what becomes of it.
 */
import { responseTranscripts, transcripts } from '@fixtures/sse'
import { ChatAccumulator, ResponseAccumulator } from '@sse/accumulate'
import { decodeChatStreamSync } from '@sse/chat'
import { decodeResponsesStreamSync } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { recordingsIn } from '../../chat/test/left-out.ts'
import { recordingsFolder, recordingsOf } from '../../chat/test/recording.ts'
import { chatRows } from '../../chat/test/rows/chat-rows.ts'
import { type Shape, shapeOfType } from '../../chat/test/shape-of-type.ts'
import {
  misfitsIn,
  type NamedStream,
  streamsOfRows,
  streamsOfTranscripts,
} from '../../chat/test/types-hold.ts'
import { responsesRows } from '../../responses/test/rows/responses-rows.ts'

/** Types with arguments are read where they have them. */
const SAMPLE = `
  import type { ChatCompletion } from '@sse/chat'
  import type { Response } from '@sse/responses'
  import type { ChatUpdate } from './chat-update.ts'
  import type { ResponseUpdate } from './response-update.ts'
  export type ChatResult = ChatUpdate<unknown, object> | { readonly type: 'end'; readonly snapshot: ChatCompletion }
  export type ResponseResult = ResponseUpdate | { readonly type: 'end'; readonly snapshot: Response }
`
const PATH = 'packages/accumulate/src/sample.ts'

interface Accumulating<Item> {
  push(item: Item): readonly unknown[]
  readonly snapshot: unknown
}

/** The updates of a stream, up to its end or failure, and the last snapshot. */
function* resultsOf<Item>(items: Iterable<Item>, into: Accumulating<Item>): Generator {
  try {
    for (const item of items) yield* into.push(item)
  } finally {
    yield { type: 'end', snapshot: into.snapshot }
  }
}

const apis: [string, Shape, (chunks: Iterable<Uint8Array>) => Iterable<unknown>, NamedStream[]][] =
  [
    [
      'chat',
      shapeOfType(PATH, 'ChatResult', { [PATH]: SAMPLE }),
      (chunks) => resultsOf(decodeChatStreamSync(chunks), new ChatAccumulator()),
      [...streamsOfTranscripts(transcripts), ...streamsOfRows(chatRows)],
    ],
    [
      'responses',
      shapeOfType(PATH, 'ResponseResult', { [PATH]: SAMPLE }),
      (chunks) => resultsOf(decodeResponsesStreamSync(chunks), new ResponseAccumulator()),
      [...streamsOfTranscripts(responseTranscripts), ...streamsOfRows(responsesRows)],
    ],
  ]

/** What is not true: items and parts may be of types that are not known, or of none. */
const UNKNOWN: Readonly<Record<string, RegExp>> = {
  'R2: items of types that nobody knows': /\.type: 'hologram'$/,
  'R2: types that nobody knows, named or not': /\.content\[\]\.(?:refusal|type): absent$/,
}

describe.each(apis)(
  'updates and snapshots of %s are what their types say, in',
  (_, shape, results, ours) => {
    test.each(ours)('$file', (stream) => {
      const { items, places } = misfitsIn(stream, results, shape)
      const known = UNKNOWN[stream.file]
      expect(places.filter((place) => !known?.test(place))).toEqual([])
      expect(places.length > 0).toBe(known !== undefined)
      expect(items).toBeGreaterThan(0)
    })
  },
)

// The recordings are not part of the repository.
describe.runIf(recordingsIn(recordingsFolder)).each(apis)(
  'updates and snapshots of %s are what their types say, in',
  (api, shape, results) => {
    test.each(recordingsOf(api as 'chat' | 'responses'))('$file', (stream) => {
      const { items, places } = misfitsIn(stream, results, shape)
      expect(places).toEqual([])
      expect(items).toBeGreaterThan(0)
    })
  },
)

test('a type that says less than what is made is found out', () => {
  const less = SAMPLE.replace('snapshot: ChatCompletion', 'snapshot: { readonly id: number }')
  const shape = shapeOfType(PATH, 'ChatResult', { [PATH]: less })
  const [, , results, ours] = apis[0]!
  expect(misfitsIn(ours[0]!, results, shape).places).toEqual([
    expect.stringMatching(/^end \.snapshot\.id: '/),
  ])
})
