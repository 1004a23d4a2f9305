// The first guide to the letter: its programs are JavaScript modules as they stand, and the one about errors says what the
// guide says it says.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { type FixtureServer, startServer } from '@fixtures/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { finalText } from './final-text.ts'
import { root, runProgram } from './run-program.ts'

const guide = readFileSync(`${root}docs/start-here.md`, 'utf8')
const programs = Array.from(guide.matchAll(/^```ts\n(.*?)^```$/gms), ([, code = '']) => code)
// Below `docs`, so that the packages are found, and where nothing else looks.
const folder = `${root}docs/node_modules/.cache/start-here`

beforeAll(() => {
  mkdirSync(folder, { recursive: true })
  for (const [at, code] of programs.entries()) writeFileSync(`${folder}/${at}.mjs`, code)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('there are four programs, and each is JavaScript', async () => {
  expect(programs).toHaveLength(4)
  const check = promisify(execFile)
  for (const at of programs.keys()) {
    await expect(check(process.execPath, ['--check', `${folder}/${at}.mjs`])).resolves.toBeDefined()
  }
})

test('the commands install what the programs import', () => {
  const installed = Array.from(guide.matchAll(/npm install ([@\w/-]+)/g), ([, name]) => name)
  expect(installed).toEqual(['@sse/openai', '@fixtures/server'])
  for (const code of programs) expect(code).toContain("from '@sse/openai'")
})

describe('the program about errors', () => {
  async function run(server: FixtureServer, key = 'test') {
    const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: `${server.url}/v1` }
    return runProgram(`${folder}/3.mjs`, { env })
  }

  test('says that the key is wrong', async () => {
    await using server = await startServer({ apiKey: 'test' })
    const { stdout, stderr, code } = await run(server, 'wrong')
    expect({ stdout, code }).toEqual({ stdout: '', code: 0 })
    expect(stderr).toBe('The API key is wrong.\n0 characters had arrived.\n')
  })

  test('tries three times when there are too many requests', async () => {
    await using server = await startServer({
      faults: { fault: 'status', status: 429, retryAfter: { ms: 1 } },
    })
    const { stderr } = await run(server)
    expect(stderr).toContain('Too many requests: it was tried three times.')
    expect(server.requests).toHaveLength(3)
  })

  test.each([
    ['cut', 'It broke off: '],
    ['drop', 'It broke off: '],
    ['error-event', 'It broke off: The server had an error'],
  ] as const)('%s: says so, after what had arrived', async (fault, message) => {
    await using server = await startServer({ faults: { fault, at: { event: 9 } } })
    const { stdout, stderr, code } = await run(server)
    expect(stdout).not.toBe('')
    expect(finalText('story').startsWith(stdout)).toBe(true)
    expect(stderr).toContain(message)
    expect(stderr).toContain(`\n${stdout.length} characters had arrived.\n`)
    expect(code).toBe(0)
  })
})
