import { isObject, type JSONObject, textOf } from './json-object.ts'

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

// What has places of its own, each of which may grow: lists of parts, and what a call is to do.
const GROWING = /^(?:content|summary|output|action|operation)$/

/**
 * Puts a later form of an item or of a part into what there is of it. Whatever says nothing in it takes
 * nothing away, for servers leave out at the end what they have said before; but for the `status`,
 * which is always that of the last form. What said nothing before, either, is as a whole form has it.
 */
export function takeForm(
  target: JSONObject,
  form: JSONObject,
  isWhole: boolean,
  levels: number = LEVELS,
): void {
  for (const key of isWhole ? Object.keys(target) : ['status']) {
    if (!(key in form) && (key === 'status' || isEmpty(target[key]))) delete target[key]
  }
  for (const key of Object.keys(form)) {
    const [now, then] = [form[key], target[key]]
    if (key === '__proto__' || (key !== 'status' && isEmpty(now) && !isEmpty(then))) continue
    target[key] = GROWING.test(key)
      ? formOf(then, now, isWhole, levels - 1)
      : growingCopy(now, levels - 1)
  }
}

/** What comes of a part, or of a list of them, with a later form: see `takeForm`. Of other types are other parts. */
export function formOf(
  then: unknown,
  now: unknown,
  isWhole: boolean,
  levels: number = LEVELS,
): unknown {
  if (levels === 0) return now
  if (Array.isArray(now) && Array.isArray(then)) {
    return now.map((part, at) => formOf(then[at], part, isWhole, levels - 1))
  }
  const isOne =
    isObject(then) && (isEmpty(now) || (isObject(now) && !areDifferent(then['type'], now['type'])))
  if (!isOne) return growingCopy(now, levels)
  if (isObject(now)) takeForm(then, now, isWhole, levels)
  return then
}

/** Whether two names or ids are there, and are not the same. */
export function areDifferent(one: unknown, other: unknown): boolean {
  return textOf(one) !== '' && textOf(other) !== '' && one !== other
}

/** Whether a value says nothing: null, absence, an empty text, an empty list. */
export function isEmpty(value: unknown): boolean {
  return ((value ?? '') as { length?: unknown }).length === 0
}

/** Whether two values that came as JSON say the same; no, when they are deeper than anything in a response. */
export function isSame(one: unknown, other: unknown, levels: number = 64): boolean {
  if (one === other || !isTree(one) || !isTree(other) || levels === 0) return one === other
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
