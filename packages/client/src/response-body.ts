import type { BodySource } from './body-source.ts'
import type { Lifetime } from './lifetime.ts'

const MOST_CHARACTERS = 65_536
// In milliseconds. A refused request is news even when its reason never comes.
const MOST_TIME = 5000

/**
 * Reads the head of a body that is no stream, as text, and ends the request. Never rejects: where it
 * breaks, takes too long or is aborted, what arrived counts.
 */
export async function readBodyHead(body: BodySource, life: Lifetime): Promise<string> {
  const utf8 = new TextDecoder()
  let text = ''
  life.abortIn(MOST_TIME)
  try {
    while (text.length < MOST_CHARACTERS) {
      const chunk = await body.read()
      if (chunk.done) break
      text += utf8.decode(chunk.value, { stream: true })
    }
  } catch {
    // What breaks it off is the same as its end.
  }
  life.abort()
  return text.slice(0, MOST_CHARACTERS)
}

/** What a body says: parsed where it is JSON, as text where it is not, undefined where it is empty. */
export function parsedBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.trim() === '' ? undefined : text
  }
}
