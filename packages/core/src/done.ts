/** The payload with which OpenAI-style servers end a stream. */
export const DONE = '[DONE]'

/** Whether data is the sentinel, apart from ASCII white space around it. `sentinel` has none around it. */
export function isSentinel(data: string, sentinel: string): boolean {
  // The payloads of a stream of JSON are told apart by their first character.
  const first = data.charCodeAt(0)
  if (first > 32 && first !== sentinel.charCodeAt(0)) return false
  return trimAscii(data) === sentinel
}

/** Strips leading and trailing ASCII white space: tab, LF, FF, CR, space. */
export function trimAscii(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isWhiteSpace(unit: number): boolean {
  return unit === 32 || unit === 10 || unit === 13 || unit === 9 || unit === 12
}
