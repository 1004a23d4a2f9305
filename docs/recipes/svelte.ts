// Svelte: an answer as a store. `{$answer.text}` in a component shows it as it grows.
import { decodeChatStream } from '@sse/chat'
import { chatUpdates } from '@sse/accumulate'
import { type Readable, readable } from 'svelte/store'

export interface Answer {
  readonly status: 'streaming' | 'done' | 'failed'
  readonly text: string
}

/**
 * Asks a relay when somebody subscribes, and hangs up when nobody does any more. `url` is that of a
 * relay, such as those of the other recipes: a key has no place in a browser.
 */
export function answerTo(url: string, prompt: string): Readable<Answer> {
  return readable<Answer>({ status: 'streaming', text: '' }, (set) => {
    const subscription = new AbortController()
    void (async () => {
      let text = ''
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ prompt }),
          signal: subscription.signal,
        })
        for await (const update of chatUpdates(decodeChatStream(response.body ?? []))) {
          if (update.type !== 'content.delta') continue
          text = update.snapshot
          set({ status: 'streaming', text })
        }
        set({ status: 'done', text })
      } catch {
        if (!subscription.signal.aborted) set({ status: 'failed', text })
      }
    })()
    return () => subscription.abort()
  })
}
