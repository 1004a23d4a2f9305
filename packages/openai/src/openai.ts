import { ChatCompletions } from './chat-completions.ts'
import { connectionOf } from './connection-of.ts'
import type { OpenAIOptions } from './openai-options.ts'
import { Responses } from './responses.ts'

/**
 * A client of the OpenAI API, and of servers that speak it, for streaming.
 *
 * Besides what the options say, it reads of the environment `OPENAI_CUSTOM_HEADERS`, lines of
 * `name: value`, and `OPENAI_LOG`, down to which level (`error`, `warn`, `info`, `debug`) the console is
 * told what happens where there is no `logger`.
 *
 * Throws a `TypeError` when there is no API key, neither as an option nor in the environment, or when
 * `baseURL` is no URL.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletions }
  /** The Responses API. */
  readonly responses: Responses

  constructor(options: OpenAIOptions = {}) {
    const connection = connectionOf(options)
    this.chat = { completions: new ChatCompletions(connection) }
    this.responses = new Responses(connection)
  }
}
