import type { ExpectedEvent } from '@fixtures/sse'
import { referenceParse } from './reference-parser.ts'
import { decodeUtf8, encodeUtf8 } from './utf-8.ts'

/**
 * The source of a case for these bytes, ready to be pasted beside the others. What the standard
 * expects is filled in by the reference parser; clause, title and reason are for the author.
 */
export function caseSource(id: string, bytes: Uint8Array): string {
  const expected = referenceParse(bytes)
  const lines = [
    '{',
    `  id: ${quote(id)},`,
    "  title: '',",
    '  clause: [],',
    `  bytes: bytes(${bytesSource(bytes)}),`,
    `  events: [${expected.events.map(eventSource).join(', ')}],`,
  ]
  if (expected.comments.length > 0) {
    lines.push(`  comments: [${expected.comments.map(quote).join(', ')}],`)
  }
  if (expected.reconnectionTime !== undefined) {
    lines.push(`  reconnectionTime: ${expected.reconnectionTime},`)
  }
  if (expected.lastEventId !== '') lines.push(`  lastEventId: ${quote(expected.lastEventId)},`)
  return `${lines.join('\n')}\n},`
}

function eventSource({ event, data, id, retry, lastEventId }: ExpectedEvent): string {
  const fields: string[] = []
  if (event !== undefined) fields.push(`event: ${quote(event)}`)
  if (id !== undefined) fields.push(`id: ${quote(id)}`)
  if (retry !== undefined) fields.push(`retry: ${retry}`)
  if (lastEventId !== '') fields.push(`lastEventId: ${quote(lastEventId)}`)
  return `event(${quote(data)}${fields.length === 0 ? '' : `, { ${fields.join(', ')} }`})`
}

/** Strings where the bytes are the UTF-8 of them, arrays of bytes where they are not. */
function bytesSource(bytes: Uint8Array): string {
  const parts: string[] = []
  let raw: number[] = []
  const flush = (): void => {
    if (raw.length > 0) parts.push(`[${raw.map((byte) => `0x${byte.toString(16)}`).join(', ')}]`)
    raw = []
  }
  let at = 0
  while (at < bytes.length) {
    const text = wellFormed(bytes, at)
    if (text.length === 0) raw.push(bytes[at++] ?? 0)
    else {
      flush()
      const decoded = decodeUtf8(text)
      parts.push(quote(decoded))
      at += text.length
    }
  }
  flush()
  return parts.join(', ')
}

/** The longest run of well-formed sequences from `start`. */
function wellFormed(bytes: Uint8Array, start: number): Uint8Array {
  let end = start
  while (end < bytes.length) {
    const length = sequenceLength(bytes[end] ?? 0)
    const sequence = bytes.subarray(end, end + length)
    const again = encodeUtf8(decodeUtf8(sequence))
    if (again.length !== length || again.some((byte, index) => byte !== sequence[index])) break
    end += length
  }
  return bytes.subarray(start, end)
}

function sequenceLength(lead: number): number {
  if (lead < 0x80) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

/** A string literal in single quotes that holds nothing invisible. */
function quote(text: string): string {
  let literal = ''
  for (const character of text) literal += escapeCharacter(character)
  return `'${literal}'`
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\\', '\\\\'],
  ["'", "\\'"],
])

function escapeCharacter(character: string): string {
  const named = NAMED.get(character)
  if (named !== undefined) return named
  const scalar = character.codePointAt(0) ?? 0
  const visible = scalar >= 0x20 && scalar < 0x7f
  return visible ? character : `\\u{${scalar.toString(16)}}`
}
