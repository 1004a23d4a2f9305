import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Answer, Question } from './fault-matrix-server.ts'

/** The server of `fault-matrix-server.ts`, in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string
  /** Tells of the requests with that tag, once all of them are over, or after so many milliseconds. */
  seen(tag: string, patience?: number): Promise<Answer>
}

const PATIENCE = 3000

/** Starts it. Rejects when it does not start. */
export async function startServerProcess(): Promise<ServerProcess> {
  const file = fileURLToPath(new URL('./fault-matrix-server.ts', import.meta.url))
  const child = fork(file, { execArgv: ['--conditions=@sse/source'] })
  const exit = once(child, 'exit')
  const gone = exit.then(() => {
    throw new Error('The server of the tests has ended')
  })
  gone.catch(() => undefined)
  const message = async <T>(): Promise<T> => {
    const leave = new AbortController()
    try {
      const said = once(child, 'message', { signal: leave.signal })
      const [value] = (await Promise.race([said, gone])) as [T]
      return value
    } finally {
      leave.abort()
    }
  }
  const url = await message<string>()
  return {
    url,
    seen: (tag, patience = PATIENCE) => {
      const answer = message<Answer>()
      child.send({ tag, patience } satisfies Question)
      return answer
    },
    [Symbol.asyncDispose]: async () => {
      child.kill()
      await exit
    },
  }
}
