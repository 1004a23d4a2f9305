/** What the types of events say of them is true, of every event of every stream that there is. */
import { readFileSync } from 'node:fs'
import { responseTranscripts } from '@fixtures/sse'
import { decodeResponsesStreamSync } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { recordingsIn } from '../../chat/test/left-out.ts'
import { recordingsFolder, recordingsOf } from '../../chat/test/recording.ts'
import { shapeOfType } from '../../chat/test/shape-of-type.ts'
import { misfitsIn, streamsOfRows, streamsOfTranscripts } from '../../chat/test/types-hold.ts'
import { responsesRows } from './rows/responses-rows.ts'

const FILE = 'packages/responses/src/response-stream-event.ts'
const event = shapeOfType(FILE, 'ResponseStreamEvent')
const ours = streamsOfTranscripts(responseTranscripts)
const recordings = recordingsOf('responses')

/**
 * What is not true: an item may be of a type that is not known. A member for such would fit every item
 * that is known, too, so that no look at `type` would tell what an item is.
 */
const UNKNOWN_ITEM = {
  'R2: items of types that nobody knows': ["response.output_item.added .item.type: 'hologram'"],
}

describe('events are what their types say, in', () => {
  test.each(ours)('the transcript $file', (stream) => {
    const { items, places } = misfitsIn(stream, decodeResponsesStreamSync, event)
    expect(places).toEqual([])
    expect(items).toBeGreaterThan(0)
  })

  test.each(streamsOfRows(responsesRows))('$file', (stream) => {
    const untrue = new Map(Object.entries(UNKNOWN_ITEM)).get(stream.file) ?? []
    expect(misfitsIn(stream, decodeResponsesStreamSync, event).places).toEqual(untrue)
  })

  test('streams among which are those that are listed', () => {
    const files = streamsOfRows(responsesRows).map(({ file }) => file)
    expect(files).toEqual(expect.arrayContaining(Object.keys(UNKNOWN_ITEM)))
  })
})

// The recordings are not part of the repository.
describe.runIf(recordingsIn(recordingsFolder))('events are what their types say, in', () => {
  test.each(recordings)('$file', (stream) => {
    const { items, places } = misfitsIn(stream, decodeResponsesStreamSync, event)
    expect(places).toEqual([])
    expect(items).toBeGreaterThan(0)
  })

  test('as many streams as there should be', () => {
    expect(recordings.length).toBeGreaterThan(95)
  })
})

describe('a type that says less than what is sent is found out', () => {
  test.each([
    [
      'response.created .response.incomplete_details: null',
      'response.ts',
      'readonly incomplete_details?: ResponseIncompleteDetails | null',
      'readonly incomplete_details?: ResponseIncompleteDetails',
    ],
    [
      'response.output_text.delta .delta: ',
      'response-content-event.ts',
      "type: 'response.output_text.delta'\n  readonly delta: string",
      "type: 'response.output_text.delta'\n  readonly delta: number",
    ],
    [
      'response.output_item.added .item.encrypted_content: absent',
      'response-output-item.ts',
      'readonly encrypted_content?: string',
      'readonly encrypted_content: string',
    ],
  ])('%s', (place, name, said, less) => {
    const file = `packages/responses/src/${name}`
    const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')
    expect(text).toContain(said)
    const shape = shapeOfType(FILE, 'ResponseStreamEvent', { [file]: text.replace(said, less) })
    const places = ours.flatMap((each) => misfitsIn(each, decodeResponsesStreamSync, shape).places)
    expect(places.filter((each) => each.startsWith(place))).not.toEqual([])
  })
})
