import type { ConnectionOptions } from './request-options.ts'

/** Settings of a client: the defaults of its calls. */
export interface OpenAIOptions extends ConnectionOptions {}
