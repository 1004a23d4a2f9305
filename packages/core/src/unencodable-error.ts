import { SSEError } from './sse-error.ts'

/** A value that would not come out of a parser as it went into the encoder. Nothing was encoded. */
export class UnencodableError extends SSEError {
  override readonly name = 'UnencodableError'
  readonly code = 'ERR_SSE_UNENCODABLE'
  /** Which field it is. The value, which may carry user content, is in no message. */
  readonly field: 'comment' | 'data' | 'event' | 'id' | 'retry'

  constructor(field: UnencodableError['field'], reason: string) {
    super(`\`${field}\` cannot be encoded: ${reason}`)
    this.field = field
  }
}
