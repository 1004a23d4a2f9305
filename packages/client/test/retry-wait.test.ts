// Timers never keep a process alive, but for this one: who waits for an answer is still waiting.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const PROGRAM = fileURLToPath(new URL('./retry-wait-program.ts', import.meta.url))

/** What the program writes; rejects when it ends with another code than 0, or not within ten seconds. */
async function run(how: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@sse/source', PROGRAM, how],
    { timeout: 10_000 },
  )
  return stdout
}

test('a program that waits for the next attempt goes on until it has its answer', async () => {
  expect(await run('read')).toBe('a')
})

test('and ends at once when it gives up', async () => {
  expect(await run('abort')).toBe('ERR_SSE_ABORTED')
})
