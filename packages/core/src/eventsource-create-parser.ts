// The machine behind the eventsource-parser doors: strings in, callbacks out, at once. A string is read where it lies,
// and only the line that began in an earlier one is joined, once. Before user code runs, everything is at rest: a
// callback may throw, feed or reset, and nothing is lost, doubled or leaked.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation

import { invalidRetry, maxBufferSizeExceeded, unknownField } from './eventsource-parse-error.ts'
import type { ParserConfig } from './eventsource-parser-config.ts'

const LF = 10
const SPACE = 32
const COLON = 58
const LOWER_D = 100
const LOWER_E = 101
const LOWER_I = 105
const BYTE_ORDER_MARK = 0xfeff

const FIELDS = ['data', 'event', 'id', 'retry']
// That many characters of a line tell which of them it is, if any: the longest name and a colon.
const TELLING = 6

// What `feed` finds: nothing to read, a callback on the stack, or what a callback that threw has left.
const IDLE = 0
const READING = 1
const WAITING = 2

// What a timer can hold; a longer wait would fire at once.
const MAX_RECONNECTION_TIME = 2_147_483_647

/** A parser. Its methods can be passed on unbound. */
export interface EventSourceParser {
  /**
   * Parses text, which may begin and end anywhere. From within a callback it is queued behind what is
   * unread. Throws a `TypeError` for anything but a string, what a callback throws, and an `Error` once
   * `maxBufferSize` was passed.
   */
  feed(chunk: string): void
  /**
   * Forgets everything, for a new stream; from within a callback, nothing more is called for the old
   * one. With `consume`, an unfinished last line is first read as if it had ended, if it can be a field
   * or a comment; no event is made of it.
   */
  reset(options?: { consume?: boolean | undefined }): void
}

/**
 * Makes a parser of event streams that come as strings. Throws a `TypeError` for a function in the
 * place of the config.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function createParser(config: ParserConfig): EventSourceParser {
  if (typeof config === 'function') {
    throw new TypeError(
      '`config` must be an object, got a function instead. Did you mean `createParser({onEvent: fn})`?',
    )
  }
  const { maxBufferSize: limit = Infinity } = config
  // Theirs takes null for none.
  const [onComment, onError, onEvent, onId, onRetry] = [
    config.onComment ?? undefined,
    config.onError ?? undefined,
    config.onEvent ?? undefined,
    config.onId ?? undefined,
    config.onRetry ?? undefined,
  ]

  let state = IDLE
  // The limit was passed.
  let terminated = false
  // Counts how often everything was forgotten: what was being read before is dropped.
  let resets = 0
  // What a callback that threw has left, and what callbacks fed.
  let queued = ''

  // The last chunk left something to the next, one or more of these: a character to leave out at its start (the byte
  // order mark, or the LF of a CR), the start of a line, or that the rest of an unwanted line is to be skipped.
  let carried = true
  let leaveOut = BYTE_ORDER_MARK
  let held = ''
  let heldCounts = false
  let skipping = false

  // The buffers of the block, undefined before a first field. `idTold`: onId was called for it.
  let data: string | undefined
  let event: string | undefined
  let id: string | undefined
  let idTold = false

  function feed(chunk: string): void {
    if (typeof chunk !== 'string') {
      throw new TypeError('feed() takes strings: decode bytes with a `TextDecoder`')
    }
    let source = chunk
    if (state !== IDLE) {
      if (terminated) {
        throw new Error('The stream exceeded max buffer size: call `reset()` first')
      }
      queued += chunk
      if (state === READING) return
      source = queued
      queued = ''
    }
    state = READING
    readLines(source)
    while (queued !== '') {
      source = queued
      queued = ''
      readLines(source)
    }
    state = terminated ? WAITING : IDLE
  }

  function readLines(source: string): void {
    const { length } = source
    const before = resets
    // What is left when a callback throws; the next LF and CR at or behind it, `length` when there is none.
    let start = 0
    let lf = -1
    let cr = -1
    // The first line began in an earlier chunk.
    let open = false
    if (carried && length > 0) {
      carried = false
      if (source.charCodeAt(0) === leaveOut) start = 1
      leaveOut = -1
      open = skipping || held !== ''
    }
    try {
      while (start < length) {
        if (lf < start) lf = indexOf(source, '\n', start)
        if (cr < start) cr = indexOf(source, '\r', start)
        let end = lf
        let next = lf + 1
        if (cr < lf) {
          end = cr
          if (lf === length || lf > cr + 1) next = cr + 1
          if (next === length && lf === length) {
            carried = true
            leaveOut = LF
          }
        }
        if (end === length) {
          hold(source.slice(start))
          return
        }
        const from = start
        const first = open ? -1 : source.charCodeAt(from)
        if (first === LOWER_D && isData(source, from)) {
          // The first half saves a call per event.
          if ((data !== undefined || !(end - from <= limit)) && !fits(end - from)) return
          const value = valueOf(source, from + 5, end)
          if (
            data === undefined &&
            source.charCodeAt(next) === LF &&
            (id === undefined || onId === undefined)
          ) {
            // One data line and a blank one: the whole event. By way of the buffers it costs up to a fifth more.
            start = next + 1
            const message = { id, event, data: value }
            id = event = undefined
            onEvent?.(message)
            if (resets !== before) return
            continue
          }
          append(value)
        } else if (end === from && !open) {
          if (id !== undefined && onId !== undefined && !idTold) {
            // If this throws, the blank line is read again, for the event.
            idTold = true
            onId(id)
            if (resets !== before) return
          }
          start = next
          const message = data === undefined ? undefined : { id, event, data }
          clearBlock()
          if (message !== undefined) {
            onEvent?.(message)
            if (resets !== before) return
          }
        } else if (first === LOWER_E && isEvent(source, from)) {
          if (!fits(end - from)) return
          event = valueOf(source, from + 6, end) || undefined
        } else if (first === LOWER_I && isId(source, from)) {
          if (!fits(end - from)) return
          setId(valueOf(source, from + 3, end))
        } else if (first !== COLON || onComment !== undefined) {
          start = next
          open = false
          const line = held + source.slice(from, end)
          held = ''
          if (skipping) skipping = false
          else readField(line)
          if (resets !== before) return
        }
        start = next
      }
    } catch (error) {
      state = WAITING
      if (resets === before) queued = source.slice(start) + queued
      throw error
    }
  }

  // Keeps the start of a line, as long as somebody wants it.
  function hold(piece: string): void {
    carried = true
    if (skipping) return
    const telling = held.length < TELLING
    held += piece
    if (held.length < TELLING) return
    if (telling) {
      const name = nameOf(held.slice(0, TELLING))
      heldCounts = counts(name)
      skipping = !heldCounts && (name === '' || onError === undefined)
    }
    if (heldCounts) fits(held.length)
    else if (skipping || !(held.length <= limit)) {
      skipping = true
      held = ''
    }
  }

  // Reads a line that is not blank, of any kind.
  function readField(line: string): void {
    const name = nameOf(line)
    const value = valueOf(line, name.length + 1, line.length)
    if (counts(name) ? !fits(line.length) : !(line.length <= limit)) return
    switch (name) {
      case '':
        onComment?.(value)
        break
      case 'data':
        append(value)
        break
      case 'event':
        event = value || undefined
        break
      case 'id':
        setId(value)
        break
      case 'retry':
        if (/^\d+$/.test(value)) onRetry?.(Math.min(Number(value), MAX_RECONNECTION_TIME))
        else onError?.(invalidRetry(value, line))
        break
      default:
        onError?.(unknownField(name, value, line))
    }
  }

  function append(value: string): void {
    data = data === undefined ? value : `${data}\n${value}`
  }

  function setId(value: string): void {
    if (!value.includes('\0')) id = value
  }

  // Whether a line with that field name counts for the limit; '' is the name of a comment.
  function counts(name: string): boolean {
    return name === '' ? onComment !== undefined : FIELDS.includes(name)
  }

  // Whether a line of that length may be; if not, that was the end.
  function fits(length: number): boolean {
    if (length + (data === undefined ? 0 : data.length) <= limit) return true
    clear()
    terminated = true
    onError?.(maxBufferSizeExceeded(limit))
    return false
  }

  function reset(options: { consume?: boolean | undefined } = {}): void {
    const rest = held + queued
    forget()
    if (!options.consume) return
    const line = rest.slice(Math.max(rest.lastIndexOf('\n'), rest.lastIndexOf('\r')) + 1)
    const possible = counts(nameOf(line)) || FIELDS.some((field) => field.startsWith(line))
    try {
      if (possible && line !== '') readField(line)
    } finally {
      forget()
    }
  }

  function forget(): void {
    clear()
    terminated = false
  }

  function clear(): void {
    resets++
    queued = held = ''
    carried = true
    leaveOut = BYTE_ORDER_MARK
    skipping = false
    clearBlock()
  }

  function clearBlock(): void {
    data = event = id = undefined
    idTold = false
  }

  return { feed, reset }
}

// These compare by hand: `startsWith` costs a tenth of an event. The first character was seen to fit.
function isData(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 1) === 97 &&
    text.charCodeAt(at + 2) === 116 &&
    text.charCodeAt(at + 3) === 97 &&
    text.charCodeAt(at + 4) === COLON
  )
}

function isEvent(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 1) === 118 &&
    text.charCodeAt(at + 2) === 101 &&
    text.charCodeAt(at + 3) === 110 &&
    text.charCodeAt(at + 4) === 116 &&
    text.charCodeAt(at + 5) === COLON
  )
}

function isId(text: string, at: number): boolean {
  return text.charCodeAt(at + 1) === 100 && text.charCodeAt(at + 2) === COLON
}

function nameOf(line: string): string {
  return line.slice(0, indexOf(line, ':', 0))
}

// From behind the colon to the end, less one leading space.
function valueOf(text: string, start: number, end: number): string {
  return text.slice(text.charCodeAt(start) === SPACE ? start + 1 : start, end)
}

// Where `character` is next; the length of the text when it is nowhere.
function indexOf(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from)
  return index === -1 ? text.length : index
}
