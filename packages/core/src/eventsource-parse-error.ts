/** What is wrong with a stream. After `'max-buffer-size-exceeded'` a parser does not go on before it is reset. */
export type ErrorType = 'invalid-retry' | 'unknown-field' | 'max-buffer-size-exceeded'

/** What `onError` takes: a line that is wrong, or a limit that was passed. */
export class ParseError extends Error {
  declare type: ErrorType
  /** The field name of an `unknown-field`; the whole line when it has no colon. */
  declare field?: string | undefined
  /** The field value of an `unknown-field` or an `invalid-retry`. */
  declare value?: string | undefined
  /** The line of an `unknown-field` or an `invalid-retry`, without its end. */
  declare line?: string | undefined

  // Assigned and not defined, so that they come behind `name`, as in `JSON.stringify` of theirs.
  constructor(
    message: string,
    options: {
      type: ErrorType
      field?: string | undefined
      value?: string | undefined
      line?: string | undefined
    },
  ) {
    super(message)
    this.name = 'ParseError'
    this.type = options.type
    this.field = options.field
    this.value = options.value
    this.line = options.line
  }
}

// The messages are those of eventsource-parser, whose users compare them.

export function invalidRetry(value: string, line: string): ParseError {
  return new ParseError(`Invalid \`retry\` value: "${value}"`, {
    type: 'invalid-retry',
    value,
    line,
  })
}

export function unknownField(field: string, value: string, line: string): ParseError {
  const shown = field.length > 20 ? `${field.slice(0, 20)}…` : field
  return new ParseError(`Unknown field "${shown}"`, { type: 'unknown-field', field, value, line })
}

export function maxBufferSizeExceeded(limit: number): ParseError {
  return new ParseError(`Buffered data exceeded max buffer size of ${limit} characters`, {
    type: 'max-buffer-size-exceeded',
  })
}
