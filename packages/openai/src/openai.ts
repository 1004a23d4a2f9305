import { ChatCompletions } from './chat-completions.ts'
import { Connection } from './connection.ts'
import { consoleLogger } from './console-logger.ts'
import { environment, environmentHeaders } from './environment.ts'
import type { ConnectionOptions } from './request-options.ts'
import { Responses } from './responses.ts'

/** Settings of a client: the defaults of its calls. */
export interface OpenAIOptions extends ConnectionOptions {}

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
    const apiKey = options.apiKey ?? environment('OPENAI_API_KEY')
    if (apiKey === undefined) {
      throw new TypeError(
        "No API key: pass `apiKey`, or set OPENAI_API_KEY; for a server that wants none pass apiKey: ''",
      )
    }
    const connection = new Connection({
      ...options,
      apiKey,
      baseURL: options.baseURL ?? environment('OPENAI_BASE_URL') ?? 'https://api.openai.com/v1',
      organization: options.organization ?? environment('OPENAI_ORG_ID'),
      project: options.project ?? environment('OPENAI_PROJECT_ID'),
      headers: { ...environmentHeaders(), ...options.headers },
      logger: options.logger ?? consoleLogger(environment('OPENAI_LOG')),
    })
    this.chat = { completions: new ChatCompletions(connection) }
    this.responses = new Responses(connection)
  }
}
