import { ChatCompletionItems } from './chat-completion-items.ts'
import { connectionOf } from './connection-of.ts'
import type { OpenAIOptions } from './openai-options.ts'
import { ResponseItems } from './response-items.ts'

/**
 * A client of the OpenAI API, and of servers that speak it, for streaming: the client of `@sse/openai`
 * whose streams are their items and no more, for nothing is added up. Throws as that does.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletionItems }
  /** The Responses API. */
  readonly responses: ResponseItems

  constructor(options: OpenAIOptions = {}) {
    const connection = connectionOf(options)
    this.chat = { completions: new ChatCompletionItems(connection) }
    this.responses = new ResponseItems(connection)
  }
}
