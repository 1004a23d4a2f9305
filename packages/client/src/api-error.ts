import { SSEError } from '@sse/core'

/** The root of the errors of a request: of its connection, its status or its being aborted. */
export abstract class APIError extends SSEError {}
