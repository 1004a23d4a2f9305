import { SSEError } from '@sse/core'
import type { StandardSchemaIssue } from './standard-schema.ts'

/**
 * A text that arrived whole is not what its schema asks for, or no JSON at all. The model is at fault.
 * Neither the text nor the issues are in `message`.
 */
export class SchemaValidationError<Final = unknown> extends SSEError {
  override readonly name = 'SchemaValidationError'
  readonly code = 'ERR_SSE_SCHEMA'
  /** Where the text is in `partial`, such as `choices[0].message.content`. */
  readonly path: string
  /** The text, as the model wrote it. */
  readonly text: string
  /** What the schema says about it; one issue of our own when the text is no JSON. */
  readonly issues: readonly StandardSchemaIssue[]
  /** All that arrived. Not enumerable. */
  declare readonly partial: Final

  constructor(path: string, text: string, issues?: readonly StandardSchemaIssue[]) {
    super(`${path} ${issues === undefined ? 'is not JSON' : 'does not fit its schema'}`)
    this.path = path
    this.text = text
    this.issues = issues ?? [{ message: 'Not JSON' }]
  }
}
