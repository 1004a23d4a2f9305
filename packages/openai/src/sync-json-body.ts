import type { EventDecoder } from '@sse/core/decoder'
import { parseAnswer } from './call.ts'

/**
 * A body that is JSON, although it is read as an event stream: what crosses from the thread that sends
 * requests goes through a decoder, and no line of JSON is a field of an event. It has no items.
 *
 * Of each line the space behind the first colon is lost. That is one between tokens, but in a string
 * that begins the line and has the colon in it, as an element of a list may where lines are broken.
 */
export class SyncJSONBody implements EventDecoder<never> {
  /** The parsed body, when all of it was read. */
  answer: unknown
  readonly done = false
  complete = false
  #text = ''

  decode(): undefined {
    // No JSON, so that its end will be an error.
    this.#text += 'event'
  }

  /** With this method the last line counts, though nothing ends it. */
  decodeTail(): undefined {
    this.decode()
  }

  unknownField(name: string, value: string): void {
    this.#text += value === '' ? `${name}\n` : `${name}:${value}\n`
  }

  /** Throws `ERR_SSE_MALFORMED_PAYLOAD` when it is no JSON. */
  finish(): void {
    // A colon with nothing behind it is lost as well: that of a key whose value is on the next line.
    this.answer = parseAnswer(this.#text.replace(/"\s*\n(?=\s*[^\s,\]}])/g, '":\n'))
    this.complete = true
  }
}
