import { betweenCharacters } from './cut.ts'
import { isWellFormed } from './utf-8.ts'

/** More attempts are not worth the wait. */
const MOST_ATTEMPTS = 500

/**
 * Takes cuts and bytes out of a value for as long as it still fails; what is well-formed stays so.
 * The value is a stream, or an object with `bytes` and perhaps `cuts`; any other is given back as it
 * is.
 */
export async function minimise<Value>(
  value: Value,
  fails: (value: Value) => Promise<boolean>,
): Promise<Value> {
  let attempts = 0
  const stillFails = async (candidate: Value | undefined): Promise<boolean> =>
    candidate !== undefined && attempts++ < MOST_ATTEMPTS && (await fails(candidate))

  let smallest = value
  for (let index = streamOf(value)?.cuts.length ?? 0; index-- > 0;) {
    const candidate = withoutCut(smallest, index)
    if (await stillFails(candidate)) smallest = candidate
  }
  let length = Math.ceil((streamOf(value)?.bytes.length ?? 0) / 2)
  while (length >= 1) {
    let at = 0
    while (at < (streamOf(smallest)?.bytes.length ?? 0)) {
      const candidate = withoutBytes(smallest, at, length)
      if (await stillFails(candidate)) smallest = candidate as Value
      else at += length
    }
    length = length === 1 ? 0 : Math.ceil(length / 2)
  }
  return smallest
}

interface Stream {
  readonly bytes: Uint8Array
  readonly cuts: readonly number[]
}

/** The stream of a generated value, if it holds one. */
export function streamOf(value: unknown): Stream | undefined {
  if (value instanceof Uint8Array) return { bytes: value, cuts: [] }
  if (typeof value !== 'object' || value === null) return undefined
  const bytes: unknown = Reflect.get(value, 'bytes')
  const cuts: unknown = Reflect.get(value, 'cuts')
  if (!(bytes instanceof Uint8Array)) return undefined
  return { bytes, cuts: Array.isArray(cuts) ? cuts.filter((cut) => typeof cut === 'number') : [] }
}

function withoutCut<Value>(value: Value, index: number): Value {
  const cuts = (streamOf(value)?.cuts ?? []).toSpliced(index, 1)
  return { ...value, cuts }
}

function withoutBytes<Value>(value: Value, at: number, length: number): Value | undefined {
  const stream = streamOf(value)
  if (stream === undefined) return undefined
  const before = stream.bytes
  const end = at + length
  const bytes = Uint8Array.from([...before.subarray(0, at), ...before.subarray(end)])
  const cuts = stream.cuts.map((cut) => (cut <= at ? cut : Math.max(at, cut - length)))
  if (isWellFormed(before)) {
    const divides = betweenCharacters(bytes, cuts).length < cuts.length
    const divided = betweenCharacters(before, stream.cuts).length < stream.cuts.length
    if (!isWellFormed(bytes) || (divides && !divided)) return undefined
  }
  if (value instanceof Uint8Array) return bytes as Value
  return { ...value, bytes, ...('cuts' in (value as object) && { cuts }) }
}
