import { mergeHeaders } from './headers-input.ts'
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
 * Says how to go on with a stream whose connection is lost; undefined for not at all. The response is to
 * begin behind the event that was decoded last. A decoder that is a function is made anew for it.
 */
export type Resume = (
  state: ResumeState,
) => ResumeRequest | Promise<ResumeRequest | undefined> | undefined

/**
 * The same request, behind the last event. The ID is sent as its UTF-8 bytes, of which a header takes
 * each as one character; one that no header can hold, and one that no server would take, is left out.
 * What the first request said of it stands as long as the stream has not set another one.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header
 */
export function reconnectRequest(
  url: string,
  options: RequestOptions,
  lastEventId: string,
): ResumeRequest {
  const { method, headers, body, reconnect } = options
  const isSaid = !reconnect || lastEventId === lastEventIdOf(options)
  const said = isSaid ? undefined : { [NAME]: headerOf(lastEventId) || null }
  return { url, method, headers: mergeHeaders(headers, said), body }
}

/** The last event ID that a request says, whose stream is to be reconnected: `''` for none. */
export function lastEventIdOf({ headers, reconnect }: RequestOptions): string {
  const value = (reconnect && mergeHeaders(headers)[NAME]) || ''
  return new TextDecoder().decode(Uint8Array.from(value, (byte) => byte.charCodeAt(0)))
}

const NAME = 'last-event-id'

// In bytes. Servers refuse headers of some 8 or 16 KiB together, and nobody's ID is as long as that.
const LONGEST = 4096

function headerOf(lastEventId: string): string {
  const bytes = new TextEncoder().encode(lastEventId.slice(0, LONGEST + 1))
  const isSent = bytes.length <= LONGEST && bytes.every((byte) => byte === 9 || byte >= 32)
  return isSent && !bytes.includes(127) ? String.fromCharCode(...bytes) : ''
}
