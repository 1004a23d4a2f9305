import type { EncodableEvent } from '@sse/conformance'

/** Writes one event, and refuses what could not be read back. */
export function encodeEvent({ data, event, id, retry }: EncodableEvent): string {
  if (/[\r\n]/.test(event ?? '') || /[\r\n\0]/.test(id ?? '') || data.includes('\r')) {
    throw new RangeError('not representable')
  }
  if (/\p{Surrogate}/u.test(`${data} ${event ?? ''} ${id ?? ''}`)) {
    throw new RangeError('not representable')
  }
  if (retry !== undefined && !(Number.isInteger(retry) && retry >= 0 && retry < 2 ** 31)) {
    throw new RangeError('not representable')
  }
  const lines = data.split('\n').map((line) => `data: ${line}\n`)
  if (event !== undefined && event !== '') lines.unshift(`event: ${event}\n`)
  if (id !== undefined) lines.unshift(`id: ${id}\n`)
  if (retry !== undefined) lines.unshift(`retry: ${retry}\n`)
  return `${lines.join('')}\n`
}
