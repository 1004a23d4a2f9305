import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startServer } from '@fixtures/server'
import { transcript } from '@fixtures/sse'
import { expect, test } from 'vitest'
import { root, runProgram } from './run-program.ts'

const text = (name: string): string =>
  (transcript(name) as { final?: { choices: { message: { content: string } }[] } }).final
    ?.choices[0]?.message.content ?? ''
const squeeze = (value: string): string => value.replaceAll(/\s+/g, ' ')

test('the demo shows text, a tool call and the facts, in plain lines where there is no terminal', async () => {
  const started = performance.now()
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts')
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(squeeze(stdout)).toContain(squeeze(text('story')))
  expect(stdout).toMatch(/^ {2}get_weather\(\{"location": ?"Tokyo/m)
  const events = transcript('story').events + transcript('weather').events - 2
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    new RegExp(
      `^first token \\d+ ms · ${events} events · [\\d.]+ kB · \\d+ tokens · ended: completed \\(stop\\), completed \\(tool_calls\\)$`,
    ),
  )
  expect(stdout).not.toContain('\u001B')
  for (const line of stdout.split('\n').slice(0, -2)) expect(line.length).toBeLessThanOrEqual(78)
})

test('with a key in the environment the demo talks to that endpoint, with the model that is asked for', async () => {
  await using server = await startServer({ apiKey: 'sk-mine' })
  const env = {
    OPENAI_API_KEY: 'sk-mine',
    OPENAI_BASE_URL: `${server.url}/v1`,
    OPENAI_MODEL: 'some-model',
  }
  const { stdout, code } = await runProgram('docs/demo/main.ts', { env })
  expect(code).toBe(0)
  expect(squeeze(stdout)).toContain(squeeze(text('story')))
  expect(server.requests.map((request) => (request.body as { model: string }).model)).toEqual([
    'some-model',
    'some-model',
  ])
  expect(stdout).not.toContain('sk-mine')
})

test('the demo says in a line what went wrong', async () => {
  await using server = await startServer({ apiKey: 'another' })
  const env = { OPENAI_API_KEY: 'sk-wrong', OPENAI_BASE_URL: `${server.url}/v1` }
  const { stderr, code } = await runProgram('docs/demo/main.ts', { env })
  expect(code).toBe(1)
  expect(stderr).toMatch(/^AuthenticationError: 401 .* \(ERR_SSE_AUTHENTICATION\)\n$/)
  expect(stderr).not.toContain('sk-wrong')
})

test('calls that come in parallel each have a line', async () => {
  await using server = await startServer({ apiKey: 'sk-mine' })
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts', {
    env: {
      OPENAI_API_KEY: ' sk-mine ',
      OPENAI_BASE_URL: `${server.url}/v1`,
      OPENAI_MODEL: 'two-cities',
    },
  })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  const recorded = transcript('two-cities') as unknown as {
    final: {
      choices: { message: { tool_calls: { function: { name: string; arguments: string } }[] } }[]
    }
  }
  const calls = recorded.final.choices[0]?.message.tool_calls.map(
    (call) => `  ${call.function.name}(${call.function.arguments})`,
  )
  expect(calls).toHaveLength(2)
  // The model answers both of the demo's questions so.
  expect(stdout.split('\n').filter((line) => line.startsWith('  get_weather('))).toEqual([
    ...(calls ?? []),
    ...(calls ?? []),
  ])
})

test('a blank key is none, and a blank model is none', async () => {
  const env = { OPENAI_API_KEY: '  ', OPENAI_BASE_URL: 'foo', OPENAI_MODEL: ' ' }
  const { stdout, stderr, code } = await runProgram('docs/demo/main.ts', { env })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  expect(squeeze(stdout)).toContain(squeeze(text('story')))
})

test.each(['foo', 'http://[', 'http://127.0.0.1:1/v1'])(
  'where OPENAI_BASE_URL is %s the demo says so in a line',
  async (url) => {
    const env = { OPENAI_API_KEY: 'sk-mine', OPENAI_BASE_URL: url }
    const { stderr, code } = await runProgram('docs/demo/main.ts', { env })
    expect(code).toBe(1)
    expect(stderr).toMatch(url === 'foo' ? /^TypeError: .*URL\n$/ : /^API\w+: .*\(ERR_SSE_\w+\)\n$/)
    expect(stderr).not.toContain('sk-mine')
  },
)

test('the demo ends quietly when its reader does', async () => {
  const program = `"${process.execPath}" --conditions=@sse/source docs/demo/main.ts`
  const { stdout, stderr } = await promisify(execFile)(
    '/bin/sh',
    ['-c', `{ ${program}; echo "code $?" >&2; } | head -1`],
    { cwd: root, env: { PATH: process.env['PATH'] ?? '' }, timeout: 15_000 },
  )
  expect(stdout).toBe('Text, token by token\n')
  expect(stderr).toBe('code 0\n')
})
