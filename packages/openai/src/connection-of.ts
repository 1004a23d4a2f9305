import { mergeHeaders } from '@sse/client'
import { Connection } from './connection.ts'
import { consoleLogger } from './console-logger.ts'
import { environment, environmentHeaders, environmentSettings } from './environment.ts'
import type { OpenAIOptions } from './openai-options.ts'

/**
 * The connection that a client's options ask for, and the environment where they do not. Throws a
 * `TypeError` when there is no API key, or for what is no key, no URL or no header.
 */
export function connectionOf(options: OpenAIOptions): Connection {
  return new Connection({
    ...options,
    ...environmentSettings(options),
    headers: mergeHeaders(environmentHeaders(), options.headers),
    logger: options.logger ?? consoleLogger(environment('OPENAI_LOG')),
  })
}
