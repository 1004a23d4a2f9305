import { mergeHeaders } from '@sse/client'
import { environmentHeaders, environmentSettings } from './environment.ts'
import { ChatCompletionsSync } from './sync-chat-completions.ts'
import { SyncConnection } from './sync-connection.ts'
import type { ConnectionSyncOptions } from './sync-request-options.ts'
import { ResponsesSync } from './sync-responses.ts'

/** Settings of a synchronous client: the defaults of its calls. */
export interface OpenAISyncOptions extends ConnectionSyncOptions {}

/**
 * A client of the OpenAI API, and of servers that speak it, for streaming without `await`: each call
 * blocks until there is an answer, each turn of a loop until there is something new.
 *
 * Besides what the options say, it reads of the environment `OPENAI_CUSTOM_HEADERS`, lines of
 * `name: value`.
 *
 * Throws a `TypeError` when there is no API key, neither as an option nor in the environment, when
 * `baseURL` is no URL, or when an option cannot go to the thread that sends requests.
 */
export class OpenAI {
  /** The Chat Completions API. */
  readonly chat: { readonly completions: ChatCompletionsSync }
  /** The Responses API. */
  readonly responses: ResponsesSync

  constructor(options: OpenAISyncOptions = {}) {
    const connection = new SyncConnection({
      ...options,
      ...environmentSettings<string>(options),
      headers: mergeHeaders(environmentHeaders(), options.headers),
    })
    this.chat = { completions: new ChatCompletionsSync(connection) }
    this.responses = new ResponsesSync(connection)
  }
}
