import { isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf, MAX_DEPTH } from './merge-extras.ts'

/** The text in the parts of one type in a `content` that is an array (Mistral); of all without a type. */
export function textOfParts(parts: readonly unknown[], type?: 'text' | 'thinking'): string {
  let text = ''
  for (const part of parts) {
    if (!isObject(part) || (type !== undefined && part['type'] !== type)) continue
    const value = part[type ?? 'text']
    text += type === 'thinking' && Array.isArray(value) ? textOfParts(value) : textOf(value)
  }
  return text
}

/**
 * Appends content parts to those that were there. A part that goes on with the last one is joined to
 * it: text to text, thinking to thinking. The parts that grow are copies, never the caller's. Thoughts
 * within more than `MAX_DEPTH` others are kept as they came.
 */
export function appendParts(parts: JSONObject[], more: readonly unknown[], depth = 0): void {
  for (const part of more) {
    if (!isObject(part)) continue
    const copy = copyOf(part)
    const last = parts.at(-1)
    const { type } = part
    const key = type === 'text' || type === 'thinking' ? type : undefined
    const value = key && part[key]
    const before = key && last?.['type'] === key ? last[key] : undefined
    let goesOn = typeof value === 'string' && typeof before === 'string'
    if (goesOn) copy[key!] = `${before as string}${value as string}`
    if (key === 'thinking' && Array.isArray(value) && depth < MAX_DEPTH) {
      goesOn = Array.isArray(before)
      const inner = goesOn ? (before as JSONObject[]) : []
      appendParts(inner, value, depth + 1)
      copy[key] = inner
    }
    if (goesOn) Object.assign(last!, copy)
    else parts.push(copy)
  }
}
