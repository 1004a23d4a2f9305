import type { JSONObject } from './json-object.ts'

/**
 * Copies the own keys of `source` that are not `known`: the last value that says something wins.
 * Null says nothing, and neither does `''` where something was said before. Texts are not joined: of
 * the fields that servers add, those that come in pieces are known.
 */
export function mergeExtras(
  target: JSONObject,
  source: JSONObject,
  known?: ReadonlySet<string>,
): void {
  for (const key of Object.keys(source)) {
    // `JSON.parse` makes an own key of `__proto__`; to assign it would change what `target` inherits.
    if (known?.has(key) || key === '__proto__') continue
    const value = source[key]
    if (value === null || value === undefined) continue
    if (value === '' && Object.hasOwn(target, key)) continue
    target[key] = value
  }
}

/** A copy of an object's own keys, one level deep. */
export function copyOf(source: JSONObject): JSONObject {
  const copy: JSONObject = {}
  for (const key of Object.keys(source)) if (key !== '__proto__') copy[key] = source[key]
  return copy
}
