import { SSEError } from './sse-error.ts'

/** What a body looks like that is no event stream. */
export type BodyKind = 'html' | 'json' | 'text'

const MAX_EXCERPT = 1000

/**
 * What arrived is no event stream but something else: HTML, plain JSON, text. The request went to
 * the wrong place, or the server ignored that a stream was asked for.
 */
export class NotEventStreamError extends SSEError {
  override readonly name = 'NotEventStreamError'
  readonly code = 'ERR_SSE_NOT_EVENT_STREAM'
  /** What it is instead, by its first character: `html` is any markup. */
  readonly kind: BodyKind
  /** How the text begins, at most 1,000 characters. It may carry user content. */
  readonly excerpt: string

  constructor(body: string) {
    const [first = ''] = body.trimStart()
    const kind = first === '<' ? 'html' : first === '{' || first === '[' ? 'json' : 'text'
    super(`The response is ${kind}, not an event stream`)
    this.kind = kind
    this.excerpt = body.slice(0, MAX_EXCERPT)
  }
}
