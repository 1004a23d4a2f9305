import { connectionOf } from './connection-of.ts'
import type { OpenAIOptions } from './openai-options.ts'
import { Responses } from './responses.ts'

/**
 * A client of the Responses API, and of servers that speak it, for streaming: the client of
 * `@sse/openai` without the Chat Completions API. Throws as that does.
 */
export class OpenAI {
  /** The Responses API. */
  readonly responses: Responses

  constructor(options: OpenAIOptions = {}) {
    this.responses = new Responses(connectionOf(options))
  }
}
