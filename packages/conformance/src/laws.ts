import type { Law } from './law.ts'
import { checkCancel } from './laws/cancel.ts'
import { checkChunking } from './laws/chunking.ts'
import { checkDraining } from './laws/draining.ts'
import { checkEndOfInput } from './laws/end-of-input.ts'
import { checkLimits } from './laws/limits.ts'
import { checkLinear } from './laws/linear.ts'
import { checkOrder } from './laws/order.ts'
import { checkOwnership } from './laws/ownership.ts'
import { checkPrefix } from './laws/prefix.ts'
import { checkPrompt } from './laws/prompt.ts'
import { checkReference } from './laws/reference.ts'
import { checkReset } from './laws/reset.ts'
import { checkRoundTrip } from './laws/round-trip.ts'
import { checkSplit } from './laws/split.ts'

/** Every law about a parser, by number. Numbers that are missing are about decoders and clients. */
export const laws: readonly Law[] = [
  {
    number: 1,
    name: 'reference',
    statement: 'What is observed of a stream is what the reference parser observes.',
    check: checkReference,
  },
  {
    number: 2,
    name: 'chunking',
    statement: 'Wherever a stream is cut, what is observed is the same.',
    check: checkChunking,
  },
  {
    number: 2,
    name: 'ownership',
    statement: 'The buffer of a chunk may be reused once it was pushed.',
    check: checkOwnership,
  },
  {
    number: 3,
    name: 'draining',
    statement:
      'When events are read, and in which way, does not matter; a throwing callback loses none.',
    check: checkDraining,
  },
  {
    number: 3,
    name: 'prompt',
    statement: 'What the bytes so far dispatch can be read at once.',
    check: checkPrompt,
  },
  {
    number: 4,
    name: 'limits',
    statement: 'A limit gives the same events and then the same error wherever the stream is cut.',
    check: checkLimits,
  },
  {
    number: 5,
    name: 'prefix',
    statement: 'The events of the beginning of a stream are the beginning of its events.',
    check: checkPrefix,
  },
  {
    number: 6,
    name: 'order',
    statement: 'An error never overtakes an event.',
    check: checkOrder,
  },
  {
    number: 7,
    name: 'round-trip',
    statement: 'What was encoded is read back as it was; what cannot be is refused.',
    check: checkRoundTrip,
  },
  {
    number: 8,
    name: 'end-of-input',
    statement: 'What follows the last blank line makes no event and no last event ID.',
    check: checkEndOfInput,
  },
  {
    number: 9,
    name: 'cancel',
    statement: 'Leaving the loop, in whatever way, cancels the source exactly once.',
    check: checkCancel,
  },
  {
    number: 10,
    name: 'reset',
    statement: 'Only last event ID and reconnection time survive a reset.',
    check: checkReset,
  },
  {
    number: 13,
    name: 'split',
    statement: 'A session saved anywhere and restored elsewhere goes on as if nothing had been.',
    check: checkSplit,
  },
  {
    number: 14,
    name: 'linear',
    statement: 'Four times the input is at most four times the work, also when it drips in.',
    check: checkLinear,
  },
]
