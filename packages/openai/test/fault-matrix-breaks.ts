import {
  ALL_BUT_LAST,
  BEFORE,
  FIFTH_LATER,
  FIFTH_TWICE,
  NOTHING,
  withItem,
} from './fault-matrix-arrived.ts'
import {
  broken,
  failed,
  inside,
  MIDDLE,
  truncated,
  whole,
  wholeBut,
} from './fault-matrix-expected.ts'
import type { Row } from './fault-matrix-row.ts'
import type { Sample } from './fault-matrix-sample.ts'

// A payload of our own between two events, with characters of two, three and four bytes.
const NOTE = { choices: [], type: 'note', text: 'é 日本語 😀' }
const NOTE_TEXT = `data: ${JSON.stringify(NOTE)}\n\n`
const note = { fault: 'garbage', at: MIDDLE, text: NOTE_TEXT } as const
const insideNote = ({ bytesOf }: Sample): { readonly byte: number } => ({
  byte: bytesOf(BEFORE) + Buffer.byteLength(NOTE_TEXT.slice(0, NOTE_TEXT.indexOf('日'))) + 1,
})
const noted = 'everything, the characters whole'
const unknownNote = { type: 'unknown', name: 'note', payload: NOTE, sequence_number: undefined }

/** A connection, or a body, that ends too early. */
export const breaks: readonly Row[] = [
  {
    title: 'Reset between two events (T7)',
    faults: [{ fault: 'reset', at: MIDDLE }],
    expected: broken,
  },
  {
    title: 'Reset before the first event',
    faults: [{ fault: 'reset' }],
    expected: { ...broken, arrived: NOTHING },
  },
  {
    title: 'Reset between two events, the consumer being at the first one',
    faults: [{ fault: 'reset', at: MIDDLE }],
    busy: 80,
    expected: broken,
  },
  {
    title: 'Closed between two events, the body not ended (T7)',
    faults: [{ fault: 'drop', at: MIDDLE }],
    expected: broken,
  },
  {
    title: 'Closed inside an event, the body not ended',
    faults: (sample) => [{ fault: 'drop', at: inside(sample) }],
    expected: broken,
  },
  {
    title: 'Closed behind the end',
    faults: [{ fault: 'drop', at: 'end' }],
    expected: wholeBut({ connection: 'closed' }),
  },
  {
    title: 'Ended between two events (R9)',
    faults: [{ fault: 'cut', at: MIDDLE }],
    expected: truncated,
  },
  {
    title: 'Ended inside an event',
    faults: (sample) => [{ fault: 'cut', at: inside(sample) }],
    expected: truncated,
  },
  {
    title: 'Ended inside a character',
    faults: (sample) => [note, { fault: 'cut', at: insideNote(sample) }],
    expected: truncated,
  },
  {
    title: 'Ended before the first event (T4)',
    faults: [{ fault: 'cut' }],
    expected: { ...truncated, code: 'ERR_SSE_EMPTY_STREAM', arrived: NOTHING },
  },
  {
    title: 'Ended before the last event (S8)',
    faults: ({ events }) => [{ fault: 'cut', at: { event: events - 1 } }],
    expected: {
      chat: { ...whole.chat, evidence: 'finish-reasons' },
      responses: { ...truncated, arrived: ALL_BUT_LAST },
    },
  },
]

/** Bytes that come in another way than they should, or are others. */
export const bytes: readonly Row[] = [
  {
    title: 'Writes that end inside a character (U1)',
    faults: [note, { fault: 'split-utf-8' }],
    expected: {
      chat: { ...whole.chat, arrived: withItem(noted, NOTE) },
      responses: { ...whole.responses, arrived: withItem(noted, unknownNote) },
    },
  },
  { title: 'All events in one write (T6)', faults: [{ fault: 'burst' }], expected: whole },
  {
    title: 'An event twice',
    faults: [{ fault: 'duplicate', at: MIDDLE }],
    expected: wholeBut({ arrived: FIFTH_TWICE }),
  },
  {
    title: 'Two events swapped',
    faults: [{ fault: 'reorder', at: MIDDLE }],
    expected: wholeBut({ arrived: FIFTH_LATER }),
  },
  {
    title: 'A line that is no field between two events',
    faults: [{ fault: 'garbage', at: MIDDLE }],
    expected: whole,
  },
  {
    title: 'An event whose data is no JSON',
    faults: [{ fault: 'garbage', at: MIDDLE, text: 'data: {"choices":[\n\n' }],
    expected: failed('ERR_SSE_MALFORMED_PAYLOAD'),
  },
  {
    title: 'A line that is no field inside an event',
    faults: (sample) => [{ fault: 'garbage', at: inside(sample) }],
    expected: failed('ERR_SSE_MALFORMED_PAYLOAD'),
  },
  { title: 'gzip (T6)', faults: [{ fault: 'gzip' }], expected: whole },
  {
    title: 'gzip that breaks off',
    // A runtime drops what it has not decompressed yet, so it is given the time to.
    faults: [{ fault: 'stall', at: MIDDLE }, { fault: 'drop', at: { ms: 150 } }, { fault: 'gzip' }],
    expected: broken,
  },
]
