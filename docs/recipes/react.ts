// React: an answer as an external store. One render for each piece that the network brings, and none
// is torn. In a `.tsx` file `<Answer store={store} />` does what `createElement` does here.
import { ChatAccumulator } from '@sse/accumulate'
import { decodeChatStream } from '@sse/chat'
import { createElement, type ReactElement, useSyncExternalStore } from 'react'

export interface AnswerState {
  readonly status: 'idle' | 'streaming' | 'done' | 'stopped' | 'failed'
  readonly text: string
}

export interface AnswerStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => AnswerState
  /** Asks, and resolves when the answer has ended, in whatever way. A new question stops the old one. */
  readonly ask: (prompt: string) => Promise<void>
  readonly stop: () => void
}

/** `url` is that of a relay, such as those of the other recipes: a key has no place in a browser. */
export function createAnswerStore(url: string): AnswerStore {
  const listeners = new Set<() => void>()
  let state: AnswerState = { status: 'idle', text: '' }
  let current = new AbortController()
  const set = (next: AnswerState) => {
    state = next
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => state,
    async ask(prompt) {
      current.abort()
      const { signal } = (current = new AbortController())
      const show = (next: AnswerState) => {
        if (signal === current.signal) set(next)
      }
      const accumulator = new ChatAccumulator()
      const text = () => accumulator.snapshot.choices[0]?.message.content ?? ''
      show({ status: 'streaming', text: '' })
      try {
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ prompt })
        const response = await fetch(url, { method: 'POST', headers, body, signal })
        for await (const chunks of decodeChatStream(response.body ?? []).batches()) {
          for (const chunk of chunks) accumulator.push(chunk)
          show({ status: 'streaming', text: text() })
        }
        show({ status: 'done', text: text() })
      } catch {
        // What had arrived stays on the screen.
        show({ status: signal.aborted ? 'stopped' : 'failed', text: text() })
      }
    },
    stop: () => current.abort(),
  }
}

export function Answer({ store }: { readonly store: AnswerStore }): ReactElement {
  const { status, text } = useSyncExternalStore(
    store.subscribe,
    store.getSnapshot,
    store.getSnapshot,
  )
  return createElement('p', { 'data-status': status, 'aria-busy': status === 'streaming' }, text)
}
