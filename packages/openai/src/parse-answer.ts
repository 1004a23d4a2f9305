import { withContext } from '@sse/client'
import type { FetchedBodySync } from '@sse/client/sync'
import { MalformedPayloadError } from '@sse/core/decoder'

/** Parses an answer that is no stream. Throws `ERR_SSE_MALFORMED_PAYLOAD`. */
export function parseAnswer({ response, bytes }: FetchedBodySync): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    return JSON.parse(text)
  } catch {
    // V8's message would have a piece of the text in it.
    const event = { event: undefined, data: text, id: undefined, retry: undefined, lastEventId: '' }
    throw withContext(new MalformedPayloadError('The answer is not JSON', event), response, 0)
  }
}
