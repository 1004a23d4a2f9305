// What servers write, for the cases of the rows.

/** An event of one data line. */
export function data(payload: unknown, name?: string): string {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload)
  return `${name === undefined ? '' : `event: ${name}\n`}data: ${text}\n\n`
}

/** A chunk of one choice. */
export function chunk(delta: object, finishReason: string | null = null, more: object = {}) {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
    ...more,
  }
}

export const hi: object = chunk({ content: 'Hi' })
export const there: object = chunk({ content: ' there' })
export const stop: object = chunk({}, 'stop')
export const done = 'data: [DONE]\n\n'

/** Chunks, and nothing else, as a stream. */
export function stream(...chunks: readonly unknown[]): string {
  return chunks.map((each) => data(each)).join('') + done
}
