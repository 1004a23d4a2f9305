// React Native, whose `fetch` has no stream: `XMLHttpRequest` tells of each piece of the text.
import { ChatAccumulator, withPartial } from '@sse/accumulate'
import { type ChatCompletion, ChatDecoder } from '@sse/chat'
import { createParser } from '@sse/core/eventsource-parser'

export interface AskOptions {
  /** Called with the text so far, once for each piece that arrives. */
  readonly onText: (text: string) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Asks a relay, such as those of the other recipes: a key has no place in an app. Resolves with the
 * completion when it is whole; otherwise rejects, and `partialCompletion(error)` has what had come.
 */
export function ask(url: string, prompt: string, options: AskOptions): Promise<ChatCompletion> {
  const { onText, signal } = options
  const request = new XMLHttpRequest()
  const decoder = new ChatDecoder()
  const accumulator = new ChatAccumulator()
  const parser = createParser({
    onEvent({ data, event, id }) {
      if (decoder.done) return
      const whole = { data, event, id, retry: undefined, lastEventId: '' }
      let chunk = decoder.decode(whole)
      for (; chunk !== undefined; chunk = decoder.read()) accumulator.push(chunk)
    },
    // What is no event may say what came instead: a page, or an error that has no event around it.
    onError({ type, field = '', value = '' }) {
      if (type === 'unknown-field') decoder.unknownField(field, value)
    },
  })

  // `responseText` is all of it so far, whole characters only.
  let length = 0
  const read = () => {
    const text = request.responseText
    parser.feed(text.slice(length))
    length = text.length
    onText(accumulator.snapshot.choices[0]?.message.content ?? '')
  }

  return new Promise<ChatCompletion>((resolve, reject) => {
    const attempt = (step: () => void) => () => {
      try {
        step()
      } catch (error) {
        reject(error)
      }
    }
    request.open('POST', url)
    request.setRequestHeader('content-type', 'application/json')
    request.addEventListener(
      'progress',
      attempt(() => {
        if (request.status !== 200) return
        read()
        // The end is here, whenever the server closes the connection.
        if (decoder.done) resolve(accumulator.finish({ complete: true }))
      }),
    )
    request.addEventListener(
      'load',
      attempt(() => {
        if (request.status !== 200) throw new Error(`the server said ${request.status}`)
        read()
        decoder.finish()
        resolve(accumulator.finish({ complete: decoder.complete }))
      }),
    )
    request.addEventListener('error', () => reject(new Error('the connection broke')))
    // React Native's own signals have no `reason`.
    const abort = () =>
      reject(signal?.reason ?? Object.assign(new Error('aborted'), { name: 'AbortError' }))
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) abort()
    else request.send(JSON.stringify({ prompt }))
  })
    .catch((error: unknown) => {
      throw withPartial(error, accumulator.snapshot)
    })
    .finally(() => request.abort())
}
