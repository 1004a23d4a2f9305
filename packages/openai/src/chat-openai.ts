import { ChatCompletions } from './chat-completions.ts'
import { connectionOf } from './connection-of.ts'
import type { OpenAIOptions } from './openai-options.ts'

/**
 * A client of the Chat Completions API, and of servers that speak it, for streaming: the client of
 * `@sse/openai` without the Responses API. Throws as that does.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletions }

  constructor(options: OpenAIOptions = {}) {
    this.chat = { completions: new ChatCompletions(connectionOf(options)) }
  }
}
