// The thread that does the I/O: started when the first stream is opened, shared by all that are open, ended when it has
// had nothing to do for a while. It never keeps a process alive.

import { APIConnectionError } from './api-connection-error.ts'
import { clearRing, createRing } from './sync-ring.ts'
import type { SyncThreadMessage, SyncThreadRequest } from './sync-thread-message.ts'

// The parts of Node's own modules that are used; Bun and Deno have them as well.
interface Worker {
  postMessage(message: SyncThreadMessage): void
  terminate(): unknown
  unref(): void
  on(event: 'error' | 'exit', listener: () => void): void
}
interface BuiltinModules {
  'node:worker_threads': {
    readonly Worker: new (
      code: string,
      options: { readonly eval: true; readonly name: string; readonly workerData: object },
    ) => Worker
  }
  'node:timers': {
    setTimeout(callback: () => void, time: number): { unref(): void }
    clearTimeout(timer: unknown): void
  }
}
interface Runtime {
  readonly process?: {
    getBuiltinModule?<Name extends keyof BuiltinModules>(
      name: Name,
    ): BuiltinModules[Name] | undefined
  }
}

/** The longest that a wait may go on without a `look`, in milliseconds. */
export const LOOK = 100
// So long without a sign of life, and the thread is taken for dead.
const PATIENCE = 20_000
const BEAT = 250
const IDLE = 10_000
const MOST_RINGS = 4

// What the threads share: what became of this one, its signs of life, and its last words with their length.
const STATE = 0
const BEATS = 1
const LENGTH = 2
const WORDS_AT = 16
// In characters, of at most three bytes each.
const MOST_WORDS = 2000
const SHARED_BYTES = WORDS_AT + 3 * MOST_WORDS

const RUNNING = 1
const NOT_LOADED = 2
const ENDED = 3

// Code and not the file itself: that it cannot be loaded, or has crashed, is an event, and a thread that blocks gets none.
// It listens for messages at once: Deno drops one that nobody listens for.
const BOOTSTRAP = `
const { parentPort, workerData: { url, shared } } = process.getBuiltinModule('node:worker_threads')
const state = new Int32Array(shared, 0, 4)
const leave = (how, error) => {
  if (state[${STATE}] >= ${NOT_LOADED}) return
  const words = new TextEncoder().encode(String(error?.message ?? error).slice(0, ${MOST_WORDS}))
  new Uint8Array(shared, ${WORDS_AT}).set(words)
  state[${LENGTH}] = words.length
  Atomics.store(state, ${STATE}, how)
}
process.on('uncaughtExceptionMonitor', (error) => leave(${ENDED}, error))
process.on('exit', (code) => leave(${ENDED}, 'exit code ' + code))
let timer
const serving = import(url).then(({ serveSyncStreams }) => {
  const serve = serveSyncStreams((busy) => {
    clearInterval(timer)
    if (busy) timer = setInterval(() => Atomics.add(state, ${BEATS}, 1), ${BEAT})
  })
  Atomics.store(state, ${STATE}, ${RUNNING})
  return serve
})
serving.catch((error) => leave(${NOT_LOADED}, error))
parentPort.on('message', (message) => serving.then((serve) => serve(message), () => {}))
`

const threads = new Map<string, SyncThread>()

/**
 * Gives the thread that runs the worker at `url`, starting it when there is none. Throws a `TypeError`
 * where there are no threads, or where this one must not block.
 */
export function syncThread(url: string): SyncThread {
  let thread = threads.get(url)
  if (thread === undefined) threads.set(url, (thread = new SyncThread(url)))
  return thread
}

/** A thread that does I/O for this one. */
export class SyncThread {
  readonly #url: string
  readonly #worker: Worker
  readonly #shared = new SharedArrayBuffer(SHARED_BYTES)
  readonly #state = new Int32Array(this.#shared, 0, WORDS_AT / 4)
  // Of streams that are over. A new one costs more than a short stream.
  readonly #rings: SharedArrayBuffer[] = []
  #lastId = 0
  #streams = 0
  #timer: unknown
  // As of the last look: the signs of life, and how long it was waited without a new one.
  #beats = 0
  #silence = 0

  constructor(url: string) {
    this.#url = url
    try {
      // Throws where blocking is not allowed: in the main thread of a browser.
      Atomics.wait(this.#state, STATE, RUNNING, 0)
      const { Worker } = builtin('node:worker_threads')
      this.#worker = new Worker(BOOTSTRAP, {
        eval: true,
        name: 'sse-sync',
        workerData: { url, shared: this.#shared },
      })
    } catch (cause) {
      throw new TypeError(
        'No synchronous streams here: they take a thread that may block, and worker threads, as in Node, Bun and Deno. Use the asynchronous client',
        { cause },
      )
    }
    this.#worker.unref()
    for (const event of ['error', 'exit'] as const) this.#worker.on(event, () => this.#forget())
  }

  /** Sends a request. Gives the name by which the thread knows it, and where it writes what comes of it. */
  open(request: SyncThreadRequest): { readonly id: number; readonly ring: SharedArrayBuffer } {
    const id = ++this.#lastId
    const free = this.#rings.findIndex(clearRing)
    const ring = free === -1 ? createRing() : this.#rings.splice(free, 1)[0]!
    // A stream may be shorter than the time between two signs of life.
    this.#silence = 0
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage({ type: 'open', id, ring, request })
    this.#streams++
    if (this.#timer !== undefined) builtin('node:timers').clearTimeout(this.#timer)
    return { id, ring }
  }

  /** Says something about a request that was opened. */
  tell(type: 'room' | 'late' | 'drain' | 'close', id: number): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage({ type, id })
  }

  /** Nobody waits for a request that was opened: without any, the thread is ended after ten seconds. */
  release(ring: SharedArrayBuffer): void {
    this.#rings.push(ring)
    if (this.#rings.length > MOST_RINGS) this.#rings.shift()
    if (--this.#streams > 0) return
    const timer = builtin('node:timers').setTimeout(() => this.#end(), IDLE)
    timer.unref()
    this.#timer = timer
  }

  get alive(): boolean {
    return Atomics.load(this.#state, STATE) <= RUNNING
  }

  /**
   * Looks whether the thread is alive, after a wait of so many milliseconds. Throws `ERR_SSE_CONNECTION`
   * when it is not, and a `TypeError` when it could not be loaded; `cause` says why.
   */
  look(waited: number): void {
    const state = Atomics.load(this.#state, STATE)
    if (state >= NOT_LOADED) {
      const words = new Uint8Array(this.#shared, WORDS_AT, this.#state[LENGTH]).slice()
      this.#fail(state === NOT_LOADED, new TextDecoder().decode(words))
    }
    // The first sign of life is that it runs.
    const beats = Atomics.load(this.#state, BEATS) + state
    // A machine that slept does not count.
    this.#silence = beats === this.#beats ? this.#silence + Math.min(waited, 2 * LOOK) : 0
    this.#beats = beats
    if (this.#silence > PATIENCE) this.#fail(false, 'No sign of life')
  }

  #fail(notLoaded: boolean, words: string): never {
    this.#end()
    const cause = new Error(words)
    if (!notLoaded) throw new APIConnectionError('The thread that reads streams ended', { cause })
    throw new TypeError(
      'The worker of synchronous streams was not loaded: in a bundle, pass its URL as `worker`',
      { cause },
    )
  }

  #end(): void {
    this.#forget()
    Atomics.store(this.#state, STATE, ENDED)
    this.#worker.terminate()
  }

  // The next stream starts another.
  #forget(): void {
    if (threads.get(this.#url) === this) threads.delete(this.#url)
  }
}

/** That of the worker beside this file, where it is a source (`.ts`) and where it is compiled (`.js`). */
export function workerURL(): string {
  const here: unknown = import.meta.url
  if (typeof here !== 'string') {
    throw new TypeError(
      'This bundle does not know its own URL: pass that of the worker as `worker`',
    )
  }
  return new URL(here.endsWith('.ts') ? './sync-worker.ts' : './sync-worker.js', here).href
}

function builtin<Name extends keyof BuiltinModules>(name: Name): BuiltinModules[Name] {
  const found = (globalThis as Runtime).process?.getBuiltinModule?.(name)
  if (found === undefined) throw new TypeError(`This runtime has no ${name}`)
  return found
}
