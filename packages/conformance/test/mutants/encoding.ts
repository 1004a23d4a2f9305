import { encodeEvent } from './event-encoder.ts'
import type { Mutant } from './mutant.ts'

export const encodingMutants: readonly Mutant[] = [
  {
    name: 'encodes data without the space that would protect another',
    caughtBy: { law: 'round-trip' },
    encode: (event) => encodeEvent(event).replaceAll(/^data: /gmu, 'data:'),
  },
  {
    name: 'encodes a line end in the type as it is',
    caughtBy: { law: 'round-trip' },
    encode: ({ event = '', ...rest }) => encodeEvent(rest).replace(/^/u, `event: ${event}\n`),
  },
  {
    name: 'encodes only the first line of the data',
    caughtBy: { law: 'round-trip' },
    encode: ({ data, ...rest }) => encodeEvent({ ...rest, data: data.split('\n')[0] ?? '' }),
  },
  {
    name: 'refuses what could have been encoded',
    caughtBy: { law: 'round-trip' },
    encode: (event) => {
      if (event.data.includes('\n')) throw new RangeError('one line only')
      return encodeEvent(event)
    },
  },
]
