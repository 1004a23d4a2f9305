import type { ServerSentEvent } from './server-sent-event.ts'

/** A line whose field name the standard does not know, as it stands in its block. */
export interface UnknownFieldLine {
  /** The whole line. */
  readonly text: string
  /** The event that its block would make if it ended in front of the line; undefined without data. */
  readonly event: ServerSentEvent | undefined
}

/** Settings of an `EventParser`. Leaving one out, or undefined, means its default. */
export interface EventParserOptions {
  /**
   * Payload that ends the stream: the first event whose data equals it, after trimming ASCII white
   * space, is not dispatched and nothing after it is. Default: none, as in the standard.
   */
  readonly done?: string | undefined
  /**
   * What to do at the end of input with an event that has no blank line after it: `discard` it, as
   * the standard says (default), or `dispatch` it as if the line and the block had been ended.
   */
  readonly incomplete?: 'discard' | 'dispatch' | undefined
  /** The last event ID to begin with, after a reconnect. Default `''`. */
  readonly lastEventId?: string | undefined
  /**
   * Most bytes that the lines of one event's block may have, comments included and line ends not;
   * a malformed byte counts three, as its replacement does. Default 64 MiB (67_108_864): base64
   * images of 4 MB were recorded on single lines. `Infinity` turns it off. Passing it makes `read()`
   * throw `ERR_SSE_EVENT_TOO_LARGE`, after every event before it was read.
   */
  readonly maxEventSize?: number | undefined
  /** Takes the text of each comment, less one leading space. */
  readonly onComment?: ((comment: string) => void) | undefined
  /**
   * Takes the name and the value of each line whose field name the standard does not know, and the
   * line itself. It is called as soon as the line is read, which is before the event of its block.
   */
  readonly onUnknownField?:
    | ((name: string, value: string, line: UnknownFieldLine) => void)
    | undefined
}

/** Default of `maxEventSize`, in bytes. */
export const DEFAULT_MAX_EVENT_SIZE = 67_108_864

/** Throws a `TypeError` or `RangeError` that names the option and the fix. */
export function checkOptions(options: EventParserOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('The options take an object')
  }
  const { incomplete, lastEventId = '', maxEventSize } = options
  for (const [name, type] of [
    ['done', 'string'],
    ['lastEventId', 'string'],
    ['onComment', 'function'],
    ['onUnknownField', 'function'],
  ] as const) {
    if (options[name] !== undefined && typeof options[name] !== type) {
      throw new TypeError(`\`${name}\` takes a ${type}`)
    }
  }
  if (/[\0\n\r]/.test(lastEventId)) {
    throw new RangeError('`lastEventId` takes no line end and no NUL')
  }
  if (incomplete !== undefined && incomplete !== 'discard' && incomplete !== 'dispatch') {
    throw new RangeError("`incomplete` takes 'discard' or 'dispatch'")
  }
  if (maxEventSize !== undefined && !(typeof maxEventSize === 'number' && maxEventSize > 0)) {
    throw new RangeError('`maxEventSize` takes a positive number of bytes, or Infinity')
  }
}
