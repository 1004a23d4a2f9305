import type { RequestOptions } from './request-options.ts'

/** Where a stream stands whose connection is lost. */
export interface ResumeState {
  /** 1 for the first attempt, and again after each event that was received. */
  readonly attempt: number
  /** What broke it; undefined when it ended too early. */
  readonly error: unknown
  /** The last event ID, as the standard has it; `''` for none. */
  readonly lastEventId: string
  /** How many items were delivered. */
  readonly delivered: number
}

/** The request that goes on with a stream. Without `headers` those of the first request are sent. */
export type ResumeRequest = { readonly url: string } & Pick<
  RequestOptions,
  'method' | 'headers' | 'body'
>

/**
 * Says how to go on with a stream whose connection is lost; undefined for not at all. The decoder stays,
 * so the response is to begin behind the event that was decoded last.
 */
export type Resume = (
  state: ResumeState,
) => ResumeRequest | Promise<ResumeRequest | undefined> | undefined

/**
 * The same request, behind the last event. The ID is sent as its UTF-8 bytes, of which a header takes
 * each as one character; one that no header can hold, and one that no server would take, is left out.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export function reconnectRequest(
  url: string,
  { method, headers, body }: RequestOptions,
  lastEventId: string,
): ResumeRequest {
  const value = headerOf(lastEventId)
  const sent = value === '' ? headers : { ...headers, 'last-event-id': value }
  return { url, method, headers: sent, body }
}

// In bytes. Servers refuse headers of some 8 or 16 KiB together, and nobody's ID is as long as that.
const LONGEST = 4096

function headerOf(lastEventId: string): string {
  const bytes = new TextEncoder().encode(lastEventId.slice(0, LONGEST + 1))
  const isSent = bytes.length <= LONGEST && bytes.every((byte) => byte === 9 || byte >= 32)
  return isSent && !bytes.includes(127) ? String.fromCharCode(...bytes) : ''
}
