import { BEGINNING, FIRST, NOTHING } from './fault-matrix-arrived.ts'
import { inside, late, LONG, MIDDLE, SHORT, whole, wholeBut } from './fault-matrix-expected.ts'
import type { Row } from './fault-matrix-row.ts'

/** A server that says nothing, or too little. */
export const silences: readonly Row[] = [
  {
    title: 'No headers',
    faults: [{ fault: 'headers-never' }],
    deadlines: { headers: SHORT },
    expected: { ...late('headers', NOTHING), outcome: 'refused' },
  },
  ...(['firstByte', 'firstContent', 'idleBytes', 'idleContent'] as const).map((kind): Row => ({
    title: `No headers, under \`${kind}\``,
    faults: [{ fault: 'headers-never' }],
    deadlines: { [kind]: SHORT },
    expected: { ...late(kind, NOTHING), outcome: 'refused' },
  })),
  {
    title: 'Headers, then no byte',
    faults: [{ fault: 'stall' }],
    deadlines: { firstByte: 3 * SHORT },
    expected: late('firstByte', NOTHING),
  },
  {
    title: 'Headers, then no byte, under `idleBytes`',
    faults: [{ fault: 'stall' }],
    deadlines: { idleBytes: SHORT },
    expected: late('idleBytes', NOTHING),
  },
  {
    title: 'Keep-alives instead of a first event',
    faults: [{ fault: 'keep-alive' }],
    deadlines: { firstContent: 3 * SHORT, idleBytes: LONG },
    expected: late('firstContent', NOTHING),
  },
  {
    title: 'Silence between two events',
    faults: [{ fault: 'stall', at: MIDDLE }],
    deadlines: { idleBytes: SHORT },
    expected: late('idleBytes'),
  },
  {
    title: 'Silence inside an event',
    faults: (sample) => [{ fault: 'stall', at: inside(sample) }],
    deadlines: { idleBytes: SHORT },
    expected: late('idleBytes'),
  },
  {
    title: 'Keep-alives instead of a next event',
    faults: [{ fault: 'keep-alive', at: MIDDLE }],
    deadlines: { idleContent: SHORT, idleBytes: LONG },
    expected: late('idleContent'),
  },
  {
    title: 'Silence, under `total`',
    faults: [{ fault: 'stall', at: MIDDLE }],
    deadlines: { total: 4 * SHORT },
    expected: late('total'),
  },
  {
    title: 'A drip of bytes, slower than `total`',
    faults: [{ fault: 'drip', bytes: 16, ms: 5 }],
    deadlines: { total: 4 * SHORT, idleBytes: LONG },
    expected: late('total', BEGINNING),
  },
  {
    title: 'Everything at once, and a consumer that is slower than `total`',
    faults: [{ fault: 'burst' }],
    deadlines: { total: 2 * SHORT },
    busy: 4 * SHORT,
    expected: { ...late('total', FIRST), connection: 'free' },
  },
  {
    title: 'Everything at once, and a consumer that is slower than the other deadlines',
    faults: [{ fault: 'burst' }],
    deadlines: { headers: LONG, idleBytes: SHORT, idleContent: SHORT },
    busy: 4 * SHORT,
    expected: wholeBut({ atLeast: 4 * SHORT }),
  },
  {
    title: 'A drip of bytes, in time',
    faults: [{ fault: 'drip', bytes: 64 }],
    deadlines: { idleBytes: LONG, idleContent: LONG },
    expected: whole,
  },
  {
    title: 'A pause, in time',
    faults: [{ fault: 'stall', at: MIDDLE, ms: 40 }],
    deadlines: { idleBytes: LONG, idleContent: LONG },
    expected: wholeBut({ atLeast: 40 }),
  },
  {
    title: 'Keep-alives between two events, in time (S1)',
    faults: [{ fault: 'keep-alive', at: MIDDLE, every: 5, count: 3 }],
    deadlines: { idleContent: LONG },
    expected: whole,
  },
  {
    title: 'The end, and a connection that stays open (T9)',
    faults: [{ fault: 'stall', at: 'end' }],
    expected: wholeBut({ connection: 'closed' }),
  },
  {
    title: 'The end, and keep-alives for ever',
    faults: [{ fault: 'keep-alive', at: 'end' }],
    expected: wholeBut({ connection: 'closed' }),
  },
  {
    title: 'The end, and that of the body a little later',
    faults: [{ fault: 'stall', at: 'end', ms: 40 }],
    expected: whole,
  },
]
