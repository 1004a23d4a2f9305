import { UnencodableError } from './unencodable-error.ts'

/** What an event is made of. A `ServerSentEvent` will do. */
export interface EventInit {
  /** The event type; leave it out for the standard's `message`. */
  readonly event?: string | undefined
  /** May have several lines, ended by LF. Without it no event is dispatched, but `id` and `retry` count. */
  readonly data?: string | undefined
  readonly id?: string | undefined
  /** Milliseconds, a whole number from 0 to 2^31 - 1. */
  readonly retry?: number | undefined
}

const MAX_RETRY = 2_147_483_647
const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Encodes one event as text, to be sent as UTF-8; what a parser makes of it equals what went in.
 *
 * Throws `ERR_SSE_UNENCODABLE` for what would not: a line end in `event` or `id`, a NUL in `id`, an
 * empty `event`, a CR in `data` (it would come out as LF), a lone surrogate, a `retry` that is no whole
 * number of milliseconds. So no value can smuggle in a field or an event.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function encodeEvent(init: EventInit): string {
  const { event, id, retry, data } = init
  let block = ''
  if (event !== undefined) {
    if (event === '') throw new UnencodableError('event', 'it is empty, so leave it out')
    block += `event: ${line('event', event)}\n`
  }
  if (id !== undefined) {
    if (line('id', id).includes('\0')) throw new UnencodableError('id', 'it holds NUL')
    block += `id: ${id}\n`
  }
  if (retry !== undefined) {
    if (!Number.isInteger(retry) || retry < 0 || retry > MAX_RETRY) {
      throw new UnencodableError('retry', 'it is no whole number of milliseconds up to 2^31 - 1')
    }
    block += `retry: ${retry}\n`
  }
  if (data !== undefined) {
    if (text('data', data).includes('\r')) {
      throw new UnencodableError('data', 'it holds CR, which would come out as LF')
    }
    block += `data: ${data.replaceAll('\n', '\ndata: ')}\n`
  }
  return `${block}\n`
}

/**
 * Encodes a comment, which parsers skip: what servers send to keep a connection alive. The text comes
 * out of `onComment` as it went in. Throws `ERR_SSE_UNENCODABLE` for a line end or a lone surrogate.
 */
export function encodeComment(comment: string): string {
  return `: ${line('comment', comment)}\n\n`
}

function line(field: UnencodableError['field'], value: string): string {
  if (/[\n\r]/.test(text(field, value))) throw new UnencodableError(field, 'it holds a line end')
  return value
}

function text(field: UnencodableError['field'], value: string): string {
  if (typeof value !== 'string') throw new UnencodableError(field, 'it is no string')
  if (LONE_SURROGATE.test(value)) throw new UnencodableError(field, 'it holds a lone surrogate')
  return value
}
