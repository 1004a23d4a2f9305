import fc from 'fast-check'
import { betweenCharacters, delicateCuts, everyCut } from './cut.ts'

/** A stream and where it is cut. */
export interface CutStream {
  readonly bytes: Uint8Array
  /** Ascending offsets; one given twice makes an empty chunk. */
  readonly cuts: readonly number[]
}

interface Pick {
  /** Whether `at` counts delicate places instead of bytes. */
  readonly delicate: boolean
  readonly at: number
  /** Whether an empty chunk follows. */
  readonly twice: boolean
}

const picks: fc.Arbitrary<readonly Pick[]> = fc.array(
  fc.record({
    delicate: fc.oneof(
      { weight: 3, arbitrary: fc.constant(true) },
      { weight: 1, arbitrary: fc.constant(false) },
    ),
    at: fc.nat({ max: 0xfffff }),
    twice: fc.oneof(
      { weight: 4, arbitrary: fc.constant(false) },
      { weight: 1, arbitrary: fc.constant(true) },
    ),
  }),
  { minLength: 1, maxLength: 8 },
)

const plan: fc.Arbitrary<'every byte' | readonly Pick[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<'every byte'>('every byte') },
  { weight: 5, arbitrary: picks },
)

/** Cuts of byte streams, mostly where it hurts. `wellFormed` streams are cut between characters. */
export function cutStream(
  stream: fc.Arbitrary<Uint8Array>,
  { wellFormed = false }: { readonly wellFormed?: boolean | undefined } = {},
): fc.Arbitrary<CutStream> {
  return fc.record({ bytes: stream, plan }).map(({ bytes, plan: chosen }) => {
    const cuts = resolve(bytes, chosen)
    return { bytes, cuts: wellFormed ? betweenCharacters(bytes, cuts) : cuts }
  })
}

function resolve(bytes: Uint8Array, chosen: 'every byte' | readonly Pick[]): readonly number[] {
  if (chosen === 'every byte') return everyCut(bytes)
  const places = delicateCuts(bytes)
  return chosen
    .flatMap(({ delicate, at, twice }) => {
      const cut = delicate ? (places[at % places.length] ?? 0) : at % (bytes.length + 1)
      return twice ? [cut, cut] : [cut]
    })
    .toSorted((a, b) => a - b)
}
