import { startServer } from '@fixtures/server'
import { transcript } from '@fixtures/sse'
import { expect, test } from 'vitest'
import { runProgram } from './run-program.ts'

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
