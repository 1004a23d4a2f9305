// The standard's algorithm, word for word, over the whole input at once: slow, and plainly right. The oracle.

import type { ServerSentEvent } from '@sse/core'

export interface Reference {
  readonly events: readonly ServerSentEvent[]
  readonly comments: readonly string[]
  readonly unknown: readonly (readonly [string, string])[]
  readonly lastEventId: string
  readonly reconnectionTime: number | undefined
  readonly tooLarge: boolean
}

export interface ReferenceOptions {
  readonly incomplete?: 'discard' | 'dispatch' | undefined
  readonly maxEventSize?: number | undefined
}

export function parseByTheBook(bytes: Uint8Array, options: ReferenceOptions = {}): Reference {
  const { incomplete = 'discard', maxEventSize = Infinity } = options
  let text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  if (text.startsWith('\uFEFF')) text = text.slice(1)
  const lines = text.split(/\r\n|\n|\r/)
  const unended = lines.pop() ?? ''

  const events: ServerSentEvent[] = []
  const comments: string[] = []
  const unknown: [string, string][] = []
  let lastEventId = ''
  let idBuffer = ''
  let reconnectionTime: number | undefined
  let data = ''
  let type = ''
  let id: string | undefined
  let retry: number | undefined
  let size = 0

  const field = (name: string, value: string): void => {
    if (name === 'event') type = value
    else if (name === 'data') data += `${value}\n`
    else if (name === 'id') {
      if (!value.includes('\0')) id = idBuffer = value
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) retry = reconnectionTime = Math.min(Number(value), 2 ** 31 - 1)
    } else unknown.push([name, value])
  }
  const line = (each: string): void => {
    const colon = each.indexOf(':')
    const behind = each.slice(colon + 1)
    const value = behind.startsWith(' ') ? behind.slice(1) : behind
    if (colon === 0) comments.push(value)
    else if (colon > 0) field(each.slice(0, colon), value)
    else field(each, '')
  }
  const dispatch = (): void => {
    lastEventId = idBuffer
    if (data !== '') {
      const event = type === '' ? undefined : type
      events.push({ event, data: data.slice(0, -1), id, retry, lastEventId })
    }
    data = type = ''
    id = retry = undefined
    size = 0
  }
  const result = (tooLarge: boolean): Reference => {
    return { events, comments, unknown, lastEventId, reconnectionTime, tooLarge }
  }

  for (const each of lines) {
    if (each === '') dispatch()
    else {
      size += new TextEncoder().encode(each).length
      if (size > maxEventSize) return result(true)
      line(each)
    }
  }
  if (size + new TextEncoder().encode(unended).length > maxEventSize) return result(true)
  if (incomplete === 'dispatch') {
    if (unended !== '') line(unended)
    dispatch()
  }
  return result(false)
}
