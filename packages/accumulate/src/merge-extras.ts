import { isObject, type JSONObject } from './json-object.ts'
import { indexOf } from './wire-index.ts'

/** Deeper than this, a value is taken as it is. No server nests as deep, and a stack has an end. */
export const MAX_DEPTH = 32

// What names something is said again, not continued: `channel` goes from `analysis` to `final`.
const NAMES = /(^|_)(id|type|name|role|channel|phase|status|format|model|provider)$/

/**
 * Copies the own keys of `source` that are not `known`: the last value that says something wins, but
 * objects are merged, at every depth. Null says nothing, and neither does `''` where something was said
 * before. Objects that grow are copies, never the caller's.
 */
export function mergeExtras(
  target: JSONObject,
  source: JSONObject,
  known?: ReadonlySet<string>,
): void {
  merge(target, source, false, 0, known)
}

/**
 * The same for what is in a delta, where texts and lists are pieces: they are joined, unless the whole
 * is sent again, as it was or longer. Texts that name something are not. Entries of a list that have
 * an `index` are merged by it.
 */
export function joinExtras(
  target: JSONObject,
  source: JSONObject,
  known?: ReadonlySet<string>,
): void {
  merge(target, source, true, 0, known)
}

/** A copy of an object's own keys, and of the objects under them. Lists are the same. */
export function copyOf(source: JSONObject): JSONObject {
  const copy: JSONObject = {}
  merge(copy, source, false, 1)
  return copy
}

function merge(
  target: JSONObject,
  source: JSONObject,
  joins: boolean,
  depth: number,
  known?: ReadonlySet<string>,
): void {
  // Most keys are known, and this loop makes no list of them.
  for (const key in source) {
    // `JSON.parse` makes an own key of `__proto__`; to assign it would change what `target` inherits.
    if (known?.has(key) || key === '__proto__' || !Object.hasOwn(source, key)) continue
    const value = source[key]
    const has = Object.hasOwn(target, key)
    const isNothing = value === null || value === undefined
    // Inside of an object that a server sends, null is a part of it.
    if (isNothing ? has || depth === 0 : value === '' && has) continue
    const before = has ? target[key] : undefined
    // Most of what is known nowhere is said again in every chunk.
    if (before !== value) target[key] = added(before, value, joins, depth, key)
  }
}

function added(
  before: unknown,
  value: unknown,
  joins: boolean,
  depth: number,
  key?: string,
): unknown {
  if (depth === MAX_DEPTH) return value
  if (isObject(value)) {
    const target = isObject(before) ? before : {}
    merge(target, value, joins, depth + 1)
    return target
  }
  if (!joins) return value
  if (Array.isArray(value)) return addedList(Array.isArray(before) ? before : [], value, depth + 1)
  const isJoined =
    typeof value === 'string' &&
    typeof before === 'string' &&
    // The length first: to compare is to flatten what was joined.
    !(value.length >= before.length && value.startsWith(before)) &&
    !(key !== undefined && NAMES.test(key))
  return isJoined ? before + value : value
}

function addedList(all: unknown[], list: readonly unknown[], depth: number): unknown[] {
  const isAgain =
    list.length >= all.length && all.every((each, at) => isSame(each, list[at], depth))
  const first = indexIn(all[0])
  for (let at = isAgain ? all.length : 0; at < list.length; at++) {
    const entry = list[at]
    const index = indexIn(entry)
    // Where it is if the indexes follow one another: to look for it would cost as much as there is.
    const place = index === undefined || first === undefined ? -1 : index - first
    const isThere = index !== undefined && indexIn(all[place]) === index
    all[isThere ? place : all.length] = added(isThere ? all[place] : undefined, entry, true, depth)
  }
  return all
}

function indexIn(entry: unknown): number | undefined {
  return isObject(entry) ? indexOf(entry['index']) : undefined
}

function isSame(one: unknown, other: unknown, depth: number): boolean {
  if (Object.is(one, other)) return true
  if (depth === MAX_DEPTH) return false
  if (Array.isArray(one)) {
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, at) => isSame(each, other[at], depth + 1))
    )
  }
  if (!isObject(one) || !isObject(other)) return false
  const keys = keysOf(one)
  return (
    keys.length === keysOf(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key], depth + 1))
  )
}

function keysOf(object: JSONObject): string[] {
  return Object.keys(object).filter((key) => key !== '__proto__')
}
