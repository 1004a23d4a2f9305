import { isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf } from './merge-extras.ts'

/** The text and the thinking in a `content` that is an array (Mistral). */
export function spreadParts(parts: readonly unknown[]): { text: string; thinking: string } {
  let text = ''
  let thinking = ''
  for (const part of parts) {
    if (!isObject(part)) continue
    if (part['type'] === 'text') text += textOf(part['text'])
    if (part['type'] !== 'thinking') continue
    if (Array.isArray(part['thinking'])) thinking += innerText(part['thinking'])
    else thinking += textOf(part['thinking'])
  }
  return { text, thinking }
}

/**
 * Appends content parts to those that were there. A part that goes on with the last one is joined to
 * it: text to text, thinking to thinking. The parts that grow are copies, never the caller's.
 */
export function appendParts(parts: JSONObject[], more: readonly unknown[]): void {
  for (const part of more) {
    if (!isObject(part)) continue
    const last = parts.at(-1)
    if (last === undefined || !join(last, part)) parts.push(growingCopy(part))
  }
}

/** Appends text that came as a string, where the rest of the content is parts. */
export function appendTextPart(parts: JSONObject[], text: string): void {
  if (text !== '') appendParts(parts, [{ type: 'text', text }])
}

function join(last: JSONObject, part: JSONObject): boolean {
  if (last['type'] !== part['type']) return false
  if (part['type'] === 'text') return joinText(last, part, 'text')
  if (part['type'] !== 'thinking') return false
  const thinking = last['thinking']
  if (Array.isArray(thinking) && Array.isArray(part['thinking'])) {
    appendParts(thinking as JSONObject[], part['thinking'])
    assignOthers(last, part, 'thinking')
    return true
  }
  return joinText(last, part, 'thinking')
}

function joinText(last: JSONObject, part: JSONObject, key: string): boolean {
  if (typeof last[key] !== 'string' || typeof part[key] !== 'string') return false
  last[key] += part[key]
  assignOthers(last, part, key)
  return true
}

function assignOthers(last: JSONObject, part: JSONObject, key: string): void {
  const others = copyOf(part)
  delete others[key]
  Object.assign(last, others)
}

function growingCopy(part: JSONObject): JSONObject {
  const copy = copyOf(part)
  if (part['type'] === 'thinking' && Array.isArray(part['thinking'])) {
    const inner: JSONObject[] = []
    appendParts(inner, part['thinking'])
    copy['thinking'] = inner
  }
  return copy
}

function innerText(parts: readonly unknown[]): string {
  let text = ''
  for (const part of parts) if (isObject(part)) text += textOf(part['text'])
  return text
}
