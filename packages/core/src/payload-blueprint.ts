import type { Alignment } from './payload-alignment.ts'
import type { JSONObject } from './payload.ts'

/** How to make a container anew: a copy of `base`, in which the values at `keys` are made anew, too. */
export interface Blueprint {
  readonly base: JSONObject | unknown[]
  readonly keys: readonly (string | number)[]
  /** For each key: the container there, or which of the holes is there. */
  readonly parts: readonly (Blueprint | number)[]
}

/**
 * The blueprint of what `JSON.parse` made of a text. Undefined when it is not certain which value is
 * which, for duplicate keys, keys that move to the front and `__proto__`; and for deep ones.
 */
export function blueprintOf(value: object, { holes, values }: Alignment): Blueprint | undefined {
  let seen = 0
  let filled = 0
  const visit = (container: JSONObject | unknown[], depth: number): Blueprint | undefined => {
    seen++
    if (depth === COPY.length) return undefined
    const isArray = Array.isArray(container)
    const keys: (string | number)[] = []
    const parts: (Blueprint | number)[] = []
    for (const key of Object.keys(container)) {
      if (!isArray && (startsWithDigit(key) || key === '__proto__')) return undefined
      const part = (container as JSONObject)[key]
      if (typeof part === 'object' && part !== null) {
        const blueprint = visit(part as JSONObject | unknown[], depth + 1)
        if (blueprint === undefined) return undefined
        keys.push(isArray ? Number(key) : key)
        parts.push(blueprint)
      } else {
        if (filled < holes.length && holes[filled]!.value === seen) {
          keys.push(isArray ? Number(key) : key)
          parts.push(filled++)
        }
        seen++
      }
    }
    // The value itself is its user's.
    return { base: isArray ? container.slice() : { ...container }, keys, parts }
  }
  const blueprint = visit(value as JSONObject | unknown[], 0)
  // Of a key that is there twice the text has more values than came out of it.
  return seen === values ? blueprint : undefined
}

// Keys that are array indices come first in an object, wherever they are in the text.
function startsWithDigit(key: string): boolean {
  const code = key.charCodeAt(0)
  return code >= 0x30 && code <= 0x39
}

// One for each depth: the engine learns the shapes that each of them meets, a few at a time.
const COPY: readonly ((base: JSONObject) => JSONObject)[] = [
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
  (base) => ({ ...base }),
]

/** Makes a container anew, with these values in the holes. */
export function made(
  { base, keys, parts }: Blueprint,
  values: readonly unknown[],
  depth: number,
): JSONObject | unknown[] {
  const copy = Array.isArray(base) ? base.slice() : COPY[depth]!(base)
  for (let i = 0; i < keys.length; i++) {
    const part = parts[i]!
    ;(copy as JSONObject)[keys[i]!] =
      typeof part === 'number' ? values[part] : made(part, values, depth + 1)
  }
  return copy
}
