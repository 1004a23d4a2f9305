import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { APIConnectionError } from '@sse/client'
import { openStreamSync } from '@sse/client/sync'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { SyncThread } from '../src/sync-thread.ts'
import { type ServerProcess, startServerProcess } from './sync-server-process.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
})
afterAll(() => server.close())
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** A worker whose `serveSyncStreams` is this. */
function worker(serve: string): string {
  return `data:text/javascript,${encodeURIComponent(`export const serveSyncStreams = ${serve}`)}`
}

function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** The module of the worker that there is. */
const real = new URL('../src/sync-worker.ts', import.meta.url).href

describe('the thread behind synchronous streams', () => {
  test.each([
    ['throws', '() => () => { throw new Error("mine") }', 'mine'],
    ['throws later', '() => () => { setTimeout(() => { throw new Error("mine") }) }', 'mine'],
    ['rejects', '() => () => { Promise.reject(new Error("mine")) }', 'mine'],
    ['ends', '() => () => process.exit(7)', 'exit code 7'],
  ])('one that %s fails the stream, and says why', (_, code, message) => {
    const error = thrownBy(() => openStreamSync(server.url, { worker: worker(code) }))
    expect(error).toBeInstanceOf(APIConnectionError)
    expect(error).toMatchObject({ code: 'ERR_SSE_CONNECTION', cause: { message } })
  })

  test.each([
    ['is not there', new URL('./no-such-file.js', import.meta.url).href, /no-such-file/],
    ['is something else', 'data:text/javascript,export default 1', /serveSyncStreams/],
    ['does not parse', worker('('), /./],
    ['throws while it is loaded', 'data:text/javascript,throw new Error("mine")', /^mine$/],
  ])('one whose module %s is a TypeError that names the option', (_, url, why) => {
    const error = thrownBy(() => openStreamSync(server.url, { worker: url }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error).toMatchObject({
      message: expect.stringContaining('`worker`'),
      cause: { message: expect.stringMatching(why) },
    })
  })

  test('after a crash the next stream has a new thread', () => {
    // Whether it crashes is up to the request.
    const code = `(onBusy) => {
      const ready = import(${JSON.stringify(real)}).then((m) => m.serveSyncStreams(onBusy))
      return async (message) => {
        if (message.request?.options.headers?.crash) process.exit(1)
        ;(await ready)(message)
      }
    }`
    const url = worker(code)
    const crash = thrownBy(() =>
      openStreamSync(server.url, { worker: url, headers: { crash: 'now' } }),
    )
    expect(crash).toBeInstanceOf(APIConnectionError)
    const events = [...openStreamSync(`${server.url}/whole`, { worker: url })]
    expect(events).toHaveLength(3)
  })

  test('what had arrived before a crash is delivered, then it fails every stream', () => {
    const code = `(onBusy) => {
      const ready = import(${JSON.stringify(real)}).then((m) => m.serveSyncStreams(onBusy))
      return async (message) => {
        if (message.request?.url.endsWith('/crash')) process.exit(1)
        ;(await ready)(message)
      }
    }`
    const options = { worker: worker(code) }
    const stream = openStreamSync(`${server.url}/stall?crash`, options)
    expect([...openStreamSync(`${server.url}/whole`, options)]).toHaveLength(3)
    expect(thrownBy(() => openStreamSync(`${server.url}/crash`, options))).toMatchObject({
      code: 'ERR_SSE_CONNECTION',
    })
    const iterator = stream[Symbol.iterator]()
    expect(iterator.next().value?.data).toBe('a')
    const error = thrownBy(() => iterator.next())
    expect(error).toBeInstanceOf(APIConnectionError)
    expect(stream.outcome).toEqual({ status: 'failed', error })
  })

  test('one that shows no sign of life for twenty seconds is given up', () => {
    const thread = new SyncThread(worker('() => () => undefined'))
    thread.open({ url: server.url, options: {} })
    const error = thrownBy(() => {
      // Looks count by the time that was waited before them: here none.
      for (let looks = 0; looks < 10_000; looks++) thread.look(100)
    })
    expect(error).toMatchObject({
      code: 'ERR_SSE_CONNECTION',
      cause: { message: 'No sign of life' },
    })
  })

  test('streams that are shorter than the time between two signs do not add up to that', () => {
    const thread = new SyncThread(worker('() => () => undefined'))
    for (let streams = 0; streams < 10; streams++) {
      thread.open({ url: server.url, options: {} })
      for (let looks = 0; looks < 100; looks++) thread.look(100)
    }
    expect(thread.alive).toBe(true)
    expect(() => {
      for (let looks = 0; looks < 10_000; looks++) thread.look(100)
    }).toThrow(APIConnectionError)
    expect(thread.alive).toBe(false)
  })

  test('one that waits for a server shows signs of life', () => {
    const thread = new SyncThread(real)
    const { id } = thread.open({ url: `${server.url}/no-headers?signs`, options: {} })
    const nothing = new Int32Array(new SharedArrayBuffer(4))
    // As much as 26 seconds of silence, if nothing were heard.
    for (let looks = 0; looks < 130; looks++) {
      Atomics.wait(nothing, 0, 0, 10)
      thread.look(200)
    }
    expect(thread.alive).toBe(true)
    thread.tell('close', id)
  })

  test('memory is used again, however a stream ends', () => {
    let made = 0
    vi.stubGlobal(
      'SharedArrayBuffer',
      class extends SharedArrayBuffer {
        constructor(size: number) {
          super(size)
          made++
        }
      },
    )
    const open = (path: string) => openStreamSync(server.url + path, { worker: `${real}?memory` })
    for (let times = 0; times < 8; times++) {
      for (const _ of open('/drip?memory')) break
      expect([...open('/whole')]).toHaveLength(3)
      thrownBy(() => open('/status?status=404'))
    }
    // Beside the memory of the thread one or two: a stream may begin before the last one has said its end.
    expect(made).toBeLessThanOrEqual(3)
  })

  test('one that works is not given up, however often it is looked at', () => {
    const stream = openStreamSync(`${server.url}/flood`)
    let size = 0
    for (const { data } of stream) size += data.length
    expect(size).toBeGreaterThan(60_000_000)
  })

  test('is shared by all streams, and ended when it had nothing to do for ten seconds', () => {
    const timers: { callback: () => void; time: number }[] = []
    const started: unknown[] = []
    const builtin = process.getBuiltinModule.bind(process)
    vi.spyOn(process, 'getBuiltinModule').mockImplementation((name: string) => {
      if (name === 'node:timers') {
        return {
          setTimeout: (callback: () => void, time: number) => {
            timers.push({ callback, time })
            return { unref: () => undefined }
          },
          clearTimeout: () => timers.pop(),
        }
      }
      const { Worker } = builtin('node:worker_threads')
      return {
        Worker: class extends Worker {
          constructor(code: string, options: object) {
            super(code, options)
            started.push(this)
          }
        },
      }
    })
    // Not the thread of the other tests.
    const url = `${real}?shared`
    const open = () => openStreamSync(`${server.url}/whole`, { worker: url })
    const first = open()
    const second = open()
    expect([...first]).toHaveLength(3)
    expect(timers).toEqual([])
    expect([...second]).toHaveLength(3)
    expect(timers).toEqual([{ callback: expect.any(Function), time: 10_000 }])
    expect([...open()]).toHaveLength(3)
    expect(timers).toHaveLength(1)
    expect(started).toHaveLength(1)
    timers[0]!.callback()
    expect([...open()]).toHaveLength(3)
    expect(started).toHaveLength(2)
  })

  test('where there are no threads: a TypeError that names the fix', () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    const error = thrownBy(() => openStreamSync(server.url, { worker: 'file:///none.js' }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('asynchronous client')
  })

  test('where this thread must not block, as in a page: the same', () => {
    vi.spyOn(Atomics, 'wait').mockImplementation(() => {
      throw new TypeError('Atomics.wait cannot be called in this context')
    })
    const error = thrownBy(() => openStreamSync(server.url, { worker: 'file:///page.js' }))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as Error).message).toContain('asynchronous client')
  })
})

describe('a program', () => {
  const program = fileURLToPath(new URL('./sync-program.ts', import.meta.url))
  const run = (...args: readonly string[]) =>
    promisify(execFile)(
      process.execPath,
      ['--conditions=@sse/source', program, server.url, ...args],
      { timeout: 20_000, killSignal: 'SIGKILL' },
    )

  test.each(['read', 'left', 'open', 'exit'])('ends by itself and at once: %s', async (how) => {
    const { stdout, stderr } = await run(how)
    expect(stderr).toBe('')
    const { items, lingered } = JSON.parse(stdout) as { items: number; lingered: number }
    expect(items).toBe(3)
    // Since its last line until it is over, by the clock of this process.
    expect(Date.now() - lingered).toBeLessThan(5000)
  })
})
