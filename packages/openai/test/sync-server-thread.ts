// The server of `sync-server.ts` in a thread of its own, for the tests of one file.

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { OpenAI, type OpenAISyncOptions } from '@sse/openai/sync'
import { afterAll, beforeAll } from 'vitest'

export interface Logged {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
  readonly requestId: string
  readonly aborted: boolean
}

let thread: Worker

/** Where the server is, as of the first test. */
export let url: string

/** Starts the server before the tests of a file, and ends it behind them. */
export function useServerThread(): void {
  beforeAll(async () => {
    thread = new Worker(new URL('./sync-server.ts', import.meta.url))
    ;[url] = (await once(thread, 'message')) as [string]
  })
  afterAll(() => thread.terminate())
}

/** All requests that the server has seen. */
export async function requests(): Promise<readonly Logged[]> {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage('requests')
  const [seen] = (await once(thread, 'message')) as [Logged[]]
  return seen
}

/** The last of them. */
export async function lastRequest(): Promise<Logged> {
  return (await requests()).at(-1)!
}

/** A client of the server. */
export const clientOf = (more: OpenAISyncOptions = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test', baseURL: `${url}/v1`, maxRetries: 0, ...more })

/** Headers by which the server answers with this body; with `cut`, in two writes. */
export function answering(body: string, cut?: number): Record<string, string> {
  const headers = { 'x-body': encodeURIComponent(body) }
  return cut === undefined ? headers : { ...headers, 'x-cut': String(cut) }
}

/** What a call throws; an error when it throws nothing. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
