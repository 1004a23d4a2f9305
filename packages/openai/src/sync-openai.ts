import { environment } from './environment.ts'
import type { OpenAIOptions } from './openai.ts'
import { ChatCompletionsSync } from './sync-chat-completions.ts'
import { SyncConnection, type SyncConnectionInit } from './sync-connection.ts'

/** Settings of a synchronous client. */
export interface OpenAISyncOptions
  extends
    Pick<OpenAIOptions, 'baseURL' | 'headers'>,
    Pick<SyncConnectionInit, 'deadlines' | 'maxRetries' | 'worker'> {
  /** Default: `OPENAI_API_KEY` of the environment. An empty string sends no `Authorization`. */
  readonly apiKey?: string | undefined
}

/**
 * A client of the OpenAI API, and of servers that speak it, for streaming without `await`: each call
 * blocks until there is an answer, each turn of a loop until there is a chunk.
 *
 * Throws a `TypeError` when there is no API key, neither as an option nor in the environment, or when
 * `baseURL` is no URL.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletionsSync }

  constructor(options: OpenAISyncOptions = {}) {
    if ((options as { readonly fetch?: unknown }).fetch !== undefined) {
      throw new TypeError(
        '`fetch` is no option of a synchronous client: another thread sends requests',
      )
    }
    const apiKey = options.apiKey ?? environment('OPENAI_API_KEY')
    if (apiKey === undefined) {
      throw new TypeError(
        "No API key: pass `apiKey`, or set OPENAI_API_KEY; for a server that wants none pass apiKey: ''",
      )
    }
    const baseURL = options.baseURL ?? environment('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1'
    const connection = new SyncConnection({ ...options, apiKey, baseURL })
    this.chat = { completions: new ChatCompletionsSync(connection) }
  }
}
