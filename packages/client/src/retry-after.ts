import type { HttpHeaders } from './http.ts'

const LONGEST = 60_000

/**
 * How long the server asks to be left alone, in milliseconds: by `retry-after-ms`, else by
 * `retry-after` in seconds or as a date. Undefined when it does not say, when that makes no sense, and
 * above one minute, as in the official SDK: a wait of minutes would look like a stream that hangs.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(headers: HttpHeaders): number | undefined {
  const said = headers.get('retry-after')
  // Against the server's own clock, where it tells the time.
  const date = Date.parse(headers.get('date') ?? '') || Date.now()
  return [
    number(headers.get('retry-after-ms')),
    number(said) * 1000,
    Date.parse(said ?? '') - date,
  ].find((delay) => delay >= 0 && delay <= LONGEST)
}

function number(text: string | null): number {
  return /^\s*\d+(\.\d*)?\s*$/.test(text ?? '') ? Number(text) : NaN
}
