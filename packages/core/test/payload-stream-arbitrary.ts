// Streams of JSON texts that resemble each other, as the payloads of a model do, and what may befall them.

import fc from 'fast-check'

/** A JSON text with places to be filled; an object may have a key twice. */
export type Envelope =
  | { readonly hole: 'string' | 'number'; readonly nth: number }
  | { readonly constant: string }
  | { readonly items: readonly Envelope[] }
  | { readonly members: readonly (readonly [key: string, value: Envelope])[] }

/** How a server writes JSON. */
interface Style {
  readonly comma: string
  readonly colon: string
  readonly padding: string
}

export interface PayloadStream {
  readonly envelope: Envelope
  readonly style: Style
  /** What goes into the holes in turn: tokens, all different. */
  readonly strings: readonly string[]
  readonly numbers: readonly string[]
}

const style: fc.Arbitrary<Style> = fc.constantFrom(
  { comma: ',', colon: ':', padding: '' },
  { comma: ', ', colon: ': ', padding: '' },
  { comma: ' ,\t', colon: ' : ', padding: ' ' },
)

// Of one length, as learning wants texts of about one length.
const SHORT_NUMBERS = ['100', '-10', '1.5', '1e3', '2E7', '0.3']
const NUMBERS = [
  '0',
  '7',
  '-1',
  '10',
  '1.5',
  '-0',
  '1e3',
  '2E-7',
  '123456789012345',
  '1234567890123456',
  '0.30200195',
  '1e400',
]

const PLAIN_KEYS = ['a', 'id', 'delta', 'content', 'é', '', 'constructor', 'toString', 'a1']

// Those that come elsewhere than they stand, or mean something else to an assignment.
const ODD_KEYS = ['__proto__', '0', '10', '-1', '01']

function envelope(keys: readonly string[], unique: boolean): fc.Arbitrary<Envelope> {
  const { value } = fc.letrec<{ value: Envelope; members: [string, Envelope][] }>((tie) => ({
    members: unique
      ? fc.uniqueArray(fc.tuple(fc.constantFrom(...keys), tie('value')), {
          selector: ([key]) => key,
          minLength: 1,
          maxLength: 4,
        })
      : fc.array(fc.tuple(fc.constantFrom(...keys), tie('value')), { minLength: 1, maxLength: 4 }),
    value: fc.oneof(
      { maxDepth: 4 },
      { arbitrary: hole(), weight: 4 },
      {
        arbitrary: fc
          .constantFrom('null', 'true', 'false', '"x"', '""', '[]', '{}', '"\\""', '0.5')
          .map((constant) => ({ constant })),
        weight: 2,
      },
      fc.array(tie('value'), { maxLength: 3 }).map((items) => ({ items })),
      tie('members').map((members) => ({ members })),
    ),
  }))
  // At the top as payloads are: an object, with a hole at least.
  return fc
    .tuple(fc.array(fc.tuple(fc.constantFrom('x', 'y', 'z'), value), { maxLength: 3 }), hole())
    .map(([members, last]) => ({
      members: [...new Map(members), ['last', last] as const],
    }))
}

function hole(): fc.Arbitrary<Envelope> {
  return fc.record({ hole: fc.constantFrom('string', 'number'), nth: fc.nat({ max: 3 }) })
}

function stream(
  of: fc.Arbitrary<Envelope>,
  strings: fc.Arbitrary<string>,
  numbers: readonly string[],
): fc.Arbitrary<PayloadStream> {
  return fc.record({
    envelope: of,
    style,
    strings: fc.uniqueArray(strings, { minLength: 2, maxLength: 6 }),
    numbers: fc.uniqueArray(fc.constantFrom(...numbers), { minLength: 2, maxLength: 6 }),
  })
}

const shortString = fc
  .tuple(fc.constantFrom(...'ab é語'), fc.constantFrom('xy', '語é', '\n', '"', '\\'))
  .map((parts) => JSON.stringify(parts.join('')))

const anyString = fc.oneof(
  shortString,
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\\u0041"', '"\\/"', '"\\ud83d\\ude42"', '"\\ud83d"', `"${'id'.repeat(20)}"`),
)

/** Streams that can be learnt: nothing odd about them. */
export const learnable: fc.Arbitrary<PayloadStream> = stream(
  envelope(PLAIN_KEYS, true),
  shortString,
  SHORT_NUMBERS,
)

/** Streams with keys that are there twice, or that JavaScript treats in a way of its own. */
export const odd: fc.Arbitrary<PayloadStream> = stream(
  envelope([...PLAIN_KEYS, ...ODD_KEYS], false),
  anyString,
  NUMBERS,
)

/** The text at a position of a stream. */
export function textAt({ envelope: of, style: how, strings, numbers }: PayloadStream, at: number) {
  const { comma, colon, padding } = how
  const write = (value: Envelope): string => {
    if ('constant' in value) return value.constant
    if ('hole' in value) {
      const tokens = value.hole === 'string' ? strings : numbers
      return tokens[(at + value.nth) % tokens.length]!
    }
    if ('items' in value) return `[${padding}${value.items.map(write).join(comma)}${padding}]`
    const members = value.members.map(([key, each]) => JSON.stringify(key) + colon + write(each))
    return `{${padding}${members.join(comma)}${padding}}`
  }
  return padding + write(of) + padding
}

/** A change of a text at a place, given as a share of its length. */
export interface Mutation {
  readonly place: number
  readonly kind: 'delete' | 'insert' | 'replace' | 'cut' | 'double' | 'swap'
  readonly text: string
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('delete', 'insert', 'replace', 'cut', 'double', 'swap'),
  text: fc.constantFrom(
    ...'"\\{}[]:,0123456789-+.eE \n\u0000\u001f\u007ftfnaé\u2028'.split(''),
    '\\n',
    '\\u0041',
    '\\x',
    '""',
    '"a":1,',
    '__proto__',
    '00',
    '1e5',
    'null',
    '🙂',
  ),
})

/** The text after a mutation. */
export function mutated(text: string, { place, kind, text: inserted }: Mutation): string {
  const at = Math.floor(place * text.length)
  const before = text.slice(0, at)
  const after = text.slice(at + 1)
  const results = {
    delete: before + after,
    insert: before + inserted + text.slice(at),
    replace: before + inserted + after,
    cut: before,
    double: before + text.slice(at, at + 8) + text.slice(at),
    swap: before + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
  }
  return results[kind]
}
