// A plain incremental parser that does everything right: the control, and what every mutant is a small change of.

import type { ObservedEvent, Observation, ParseOptions, ParserSession } from '@sse/conformance'
import { decodeUtf8, encodeUtf8 } from '../../src/utf-8.ts'

export const LF = 0x0a
export const CR = 0x0d
const MAX_TIME = 2_147_483_647

class TooLargeError extends Error {
  readonly code = 'ERR_TOO_LARGE'
}

/** All that a parser remembers; plain data, so that it can be saved. */
export interface StreamState {
  /** Bytes of the line that has no end yet. */
  line: number[]
  afterCr: boolean
  /** No line has ended yet. */
  first: boolean
  data: string
  type: string
  id: string | null
  retry: number | null
  size: number
  idBuffer: string
  lastEventId: string
  reconnectionTime: number | null
  queue: ObservedEvent[]
  tooLarge: boolean
}

export function freshState(lastEventId: string): StreamState {
  return {
    line: [],
    afterCr: false,
    first: true,
    data: '',
    type: '',
    id: null,
    retry: null,
    size: 0,
    idBuffer: lastEventId,
    lastEventId,
    reconnectionTime: null,
    queue: [],
    tooLarge: false,
  }
}

export class StreamParser implements ParserSession {
  state: StreamState
  readonly comments: string[] = []
  readonly maxEventSize: number
  /** Elementary steps so far. */
  steps = 0

  constructor({ lastEventId = '', maxEventSize = Infinity }: ParseOptions = {}) {
    this.state = freshState(lastEventId)
    this.maxEventSize = maxEventSize
  }

  push(chunk: Uint8Array): void {
    for (const byte of chunk) this.takeByte(byte)
  }

  takeByte(byte: number): void {
    this.steps++
    const { state } = this
    if (state.tooLarge) return
    if (state.afterCr) {
      state.afterCr = false
      if (byte === LF) return
    }
    if (byte === CR) state.afterCr = true
    if (byte === LF || byte === CR) this.endLine()
    else state.line.push(byte)
  }

  endLine(): void {
    const { state } = this
    const bytes = Uint8Array.from(state.line)
    this.steps += bytes.length
    state.line = []
    const line = this.decodeLine(bytes)
    state.first = false
    if (line === '') {
      this.dispatch()
      return
    }
    state.size += this.measure(line)
    if (state.size > this.maxEventSize) this.overflow()
    else this.takeLine(line)
  }

  decodeLine(bytes: Uint8Array): string {
    const text = decodeUtf8(bytes)
    return this.state.first ? this.stripBom(text) : text
  }

  stripBom(text: string): string {
    return text.startsWith('\u{feff}') ? text.slice(1) : text
  }

  measure(line: string): number {
    return encodeUtf8(line).length
  }

  overflow(): void {
    this.state.tooLarge = true
  }

  takeLine(line: string): void {
    const colon = line.indexOf(':')
    if (colon === 0) this.takeComment(line.slice(1))
    else if (colon === -1) this.takeName(line)
    else this.takeField(line.slice(0, colon), this.trimValue(line.slice(colon + 1)))
  }

  takeComment(text: string): void {
    this.comments.push(text)
  }

  takeName(line: string): void {
    this.takeField(line, '')
  }

  trimValue(value: string): string {
    return value.startsWith(' ') ? value.slice(1) : value
  }

  takeField(name: string, value: string): void {
    if (name === 'data') this.takeData(value)
    else if (name === 'event') this.takeType(value)
    else if (name === 'id') this.takeId(value)
    else if (name === 'retry') this.takeRetry(value)
  }

  takeData(value: string): void {
    this.state.data += `${value}\n`
  }

  takeType(value: string): void {
    this.state.type = value
  }

  takeId(value: string): void {
    if (!value.includes('\0')) this.state.id = this.state.idBuffer = value
  }

  takeRetry(value: string): void {
    if (/^[0-9]+$/.test(value)) this.setRetry(Number(value))
  }

  setRetry(time: number): void {
    this.state.retry = this.state.reconnectionTime = Math.min(time, MAX_TIME)
  }

  dispatch(): void {
    const { state } = this
    state.lastEventId = state.idBuffer
    if (state.data !== '') this.emit(state.data.slice(0, -1))
    this.endBlock()
  }

  emit(data: string): void {
    const { type, id, retry, lastEventId, queue } = this.state
    queue.push({
      event: type === '' ? undefined : type,
      data,
      id: id ?? undefined,
      retry: retry ?? undefined,
      lastEventId,
    })
  }

  endBlock(): void {
    const { state } = this
    state.data = state.type = ''
    state.id = state.retry = null
    state.size = 0
  }

  finish(): void {
    const { state } = this
    if (
      state.size + this.measure(this.decodeLine(Uint8Array.from(state.line))) >
      this.maxEventSize
    ) {
      this.overflow()
    }
  }

  read(): ObservedEvent | undefined {
    const event = this.state.queue.shift()
    if (event === undefined && this.state.tooLarge) throw new TooLargeError()
    return event
  }

  drain(onEvent: (event: ObservedEvent) => void): void {
    for (let event = this.read(); event !== undefined; event = this.read()) onEvent(event)
  }

  reset(): void {
    const { lastEventId, reconnectionTime } = this.state
    this.state = { ...freshState(lastEventId), reconnectionTime }
  }

  save(): StreamState {
    return this.state
  }

  observe(): Omit<Observation, 'events'> {
    const { reconnectionTime, lastEventId } = this.state
    return {
      comments: this.comments,
      reconnectionTime: reconnectionTime ?? undefined,
      lastEventId,
    }
  }
}
