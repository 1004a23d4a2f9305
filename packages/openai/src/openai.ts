import type { Fetch } from '@sse/client'
import { ChatCompletions } from './chat-completions.ts'
import { Connection } from './connection.ts'
import { environment } from './environment.ts'

/** Settings of a client. */
export interface OpenAIOptions {
  /** Default: `OPENAI_API_KEY` of the environment. An empty string sends no `Authorization`. */
  readonly apiKey?: string | undefined
  /** Default: `OPENAI_BASE_URL` of the environment, else `https://api.openai.com/v1`. */
  readonly baseURL?: string | undefined
  /** Sent with every request; they win over the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Default: the `fetch` of the runtime. */
  readonly fetch?: Fetch | undefined
}

/**
 * A client of the OpenAI API, and of servers that speak it, for streaming.
 *
 * Throws a `TypeError` when there is no API key, neither as an option nor in the environment, or when
 * `baseURL` is no URL.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletions }

  constructor(options: OpenAIOptions = {}) {
    const apiKey = options.apiKey ?? environment('OPENAI_API_KEY')
    if (apiKey === undefined) {
      throw new TypeError(
        "No API key: pass `apiKey`, or set OPENAI_API_KEY; for a server that wants none pass apiKey: ''",
      )
    }
    const baseURL = options.baseURL ?? environment('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1'
    const connection = new Connection({ ...options, apiKey, baseURL })
    this.chat = { completions: new ChatCompletions(connection) }
  }
}
