import { APITimeoutError } from './api-timeout-error.ts'
import type { Deadlines } from './deadlines.ts'
import { type ErrorData, errorOf } from './sync-error.ts'
import { type ResponseHead, responseOf, type SyncResponse } from './sync-response.ts'
import { type Frame, RingReader } from './sync-ring.ts'
import { LOOK, type SyncThread } from './sync-thread.ts'
import type { SyncThreadRequest } from './sync-thread-message.ts'

/** The deadlines that are counted by who waits; the thread counts those of a request, up to its headers, and of bytes. */
export type WaitDeadlines = Pick<Deadlines, 'firstContent' | 'idleContent' | 'total'>

// `close` returns when the request has ended, or after so many looks: a second.
const CLOSE_LOOKS = 10

/** A request that another thread sends, and the body of its response: chunks, for which it blocks. */
export class SyncBody implements IterableIterator<Uint8Array> {
  /** The head of the newest response: there may be others as long as nothing of a body has come. */
  response!: SyncResponse
  readonly #thread: SyncThread
  readonly #id: number
  readonly #release: () => void
  readonly #ring: RingReader
  readonly #deadlines: WaitDeadlines
  readonly #start = performance.now()
  // There is a response that may still have content.
  #answered = false
  // A byte of a body has come: it is not sent again.
  #begun = false
  #hadContent = false
  // So long it was waited for content, in milliseconds, the time between two reads left out.
  #waited = 0
  #over = false

  /** Sends the request. */
  constructor(thread: SyncThread, request: SyncThreadRequest, deadlines: WaitDeadlines) {
    const { id, ring } = thread.open(request)
    this.#thread = thread
    this.#id = id
    this.#release = () => thread.release(ring)
    this.#ring = new RingReader(ring, () => thread.tell('room', id))
    this.#deadlines = deadlines
  }

  /** Blocks until the head of the response is there; throws what came instead of it. */
  open(): void {
    while (this.#receive().kind !== 'head');
  }

  /** Blocks until there is a chunk. Throws what the thread reports, after every chunk before it. */
  next(): IteratorResult<Uint8Array> {
    while (!this.#over) {
      const { kind, bytes } = this.#receive()
      if (kind === 'data') return { done: false, value: bytes }
    }
    return { done: true, value: undefined }
  }

  [Symbol.iterator](): this {
    return this
  }

  /** Throws when the deadline for all has passed, whatever is at hand. */
  look(): void {
    const { total = Infinity } = this.#deadlines
    if (performance.now() - this.#start >= total) throw new APITimeoutError('total', total)
  }

  /** An item was decoded that is content. */
  content(): void {
    this.#hadContent = true
    this.#waited = 0
  }

  /** Ends the request and waits for that, though not for long. */
  close(): void {
    if (!this.#leave('close')) return
    for (let looks = 0; looks < CLOSE_LOOKS && this.#thread.alive; looks++) {
      if (this.#ring.waitForClose(LOOK)) return
    }
  }

  /** Has the rest of the body read, if it is short, so that the connection can be used again. */
  drain(): void {
    this.#leave('drain')
  }

  #leave(how: 'close' | 'drain'): boolean {
    if (this.#over) return false
    this.#over = true
    this.#thread.tell(how, this.#id)
    this.#release()
    return true
  }

  #receive(): Frame {
    try {
      const frame = this.#frame()
      const { kind, bytes } = frame
      if (kind === 'head') {
        const head = parse(bytes) as ResponseHead
        this.response = responseOf(head)
        this.#waited = head.waited
        this.#answered = true
      } else if (kind === 'retry') {
        this.#answered = false
      } else if (kind === 'data') {
        this.#answered = true
        this.#begun = true
      } else {
        this.#over = true
        this.#release()
        if (kind === 'error') throw errorOf(parse(bytes) as ErrorData)
      }
      return frame
    } catch (error) {
      this.close()
      throw error
    }
  }

  #frame(): Frame {
    const { firstContent, idleContent, total } = this.#deadlines
    const isFirst = !this.#hadContent && firstContent !== undefined
    const content = (isFirst ? firstContent : idleContent) ?? Infinity
    for (;;) {
      this.look()
      const frame = this.#ring.read()
      if (frame !== undefined) return frame
      const start = performance.now()
      // Without an answer the thread counts, which may wait before it tries again.
      const left = this.#answered ? content - this.#waited : Infinity
      const leftOfAll = (total ?? Infinity) - (start - this.#start)
      if (left <= 0) {
        const kind = isFirst ? 'firstContent' : 'idleContent'
        if (this.#begun) throw new APITimeoutError(kind, content)
        // The thread sends it again, or says that it does not.
        this.#answered = false
        this.#thread.tell('late', this.#id)
        continue
      }
      this.#ring.wait(Math.max(Math.min(LOOK, left, leftOfAll), 0))
      const waited = performance.now() - start
      this.#waited += waited
      this.#thread.look(waited)
    }
  }
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes))
}
