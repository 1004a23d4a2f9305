import { isObject, type JSONObject } from './json-object.ts'

// An item, its list of parts, a part, its annotations: what grows is in there.
const LEVELS = 4

/** A copy of what may grow of a value that came in an event: `levels` deep, the rest is common to both. */
export function growingCopy<Value>(value: Value, levels?: number): Value
export function growingCopy(value: unknown, levels: number = LEVELS): unknown {
  if (levels === 0) return value
  if (Array.isArray(value)) return value.map((each: unknown) => growingCopy(each, levels - 1))
  if (!isObject(value)) return value
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    // `JSON.parse` makes an own key of `__proto__`; to assign it would change what `copy` inherits.
    if (key !== '__proto__') copy[key] = growingCopy(value[key], levels - 1)
  }
  return copy
}

// What is not lost when a later form of an item or of a part comes without it.
const KEPT =
  'name,call_id,arguments,input,code,content,summary,action,operation,output,commands,diff,annotations,logprobs'.split(
    ',',
  )

/**
 * Puts into a later form of an item or of a part what an earlier one had, where the later one has
 * nothing: servers leave out at the end what they have said in pieces. `others` are more fields than
 * those that are known.
 */
export function keepFrom(
  before: JSONObject,
  form: JSONObject,
  others: readonly string[] = [],
): void {
  for (const key of [...KEPT, ...others]) {
    const [now, then] = [form[key], before[key]]
    if (isEmpty(now)) {
      if (!isEmpty(then)) form[key] = then
    } else if (/^(?:action|operation|content|summary)$/.test(key)) {
      const olds = [then].flat()
      for (const [at, part] of [now].flat().entries()) {
        const old = olds[at]
        const isOne =
          isObject(part) && isObject(old) && (part === now || part['type'] === old['type'])
        if (isOne) keepFrom(old, part)
      }
    }
  }
}

/** Whether a value says nothing: null, absence, an empty text, an empty list. */
export function isEmpty(value: unknown): boolean {
  return ((value ?? '') as { length?: unknown }).length === 0
}

/** Whether two values that came as JSON say the same; no, when they are deeper than anything in a response. */
export function isSame(one: unknown, other: unknown, levels: number = 64): boolean {
  if (!isTree(one) || !isTree(other) || levels === 0) return one === other
  const keys = Object.keys(one)
  return (
    Array.isArray(one) === Array.isArray(other) &&
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key], levels - 1))
  )
}

/** Whether a text is in a value that came as JSON, not deeper than that. */
export function holds(value: unknown, text: string, levels: number): boolean {
  if (!isTree(value) || levels === 0) return value === text
  return Object.values(value).some((each) => holds(each, text, levels - 1))
}

// An object or a list.
function isTree(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null
}
