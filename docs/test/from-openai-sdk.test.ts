// What docs/from-openai-sdk.md shows of ours does what it says: each program is taken from the page, run against the
// loopback server, and what it prints is compared with what the server sent.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { type FixtureServer, startServer } from '@fixtures/server'
import { responseTranscript, transcript } from '@fixtures/sse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, runProgram } from './run-program.ts'

const page = readFileSync(`${root}docs/from-openai-sdk.md`, 'utf8')
// Types are not stripped below `node_modules`, and nowhere else is a place for files that are not kept.
const folder = `${root}docs/node_modules/.cache/from-openai-sdk`

/** The text of a section, by its heading. */
function section(heading: string): string {
  const found = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))
  if (found === undefined) throw new Error(`The page has no section ${heading}`)
  return found
}

/** The code blocks of a section in one language. */
function blocks(heading: string, language: string): string[] {
  const fences = section(heading).matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))
  return Array.from(fences, ([, code = '']) => code)
}

let server: FixtureServer
const json = JSON.stringify({ city: 'Tokyo', degrees: 18 })
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  server = await startServer({
    plan: ({ body }, replay) => {
      const { text } = (body ?? {}) as { text?: { format?: unknown } }
      if (text?.format === undefined) return replay
      const part = { type: 'output_text', text: json, annotations: [] }
      const item = { type: 'message', id: 'msg_1', role: 'assistant', content: [part] }
      const response = { id: 'resp_1', object: 'response', status: 'completed', output: [item] }
      const data = JSON.stringify({ type: 'response.completed', sequence_number: 0, response })
      const bytes = new TextEncoder().encode(`data: ${data}\n\n`)
      return { ...replay, steps: [{ type: 'write', bytes }] }
    },
  })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

/** Runs one of our programs in a section, the first one by default; gives what it prints. */
async function run(
  heading: string,
  { at = 0, url = server.url }: { readonly at?: number; readonly url?: string } = {},
): Promise<string> {
  const file = `${folder}/${heading.replaceAll(/\W+/g, '-')}-${at}.mjs`
  writeFileSync(file, stripTypeScriptTypes(blocks(heading, 'ts')[at] ?? 'throw new Error("None")'))
  const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${url}/v1`, NO_COLOR: '1' }
  const { stdout, stderr, code } = await runProgram(file, { env })
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return stdout
}

/** The content of the message that a chat transcript ends with. */
function content(name: string): string {
  const { final } = transcript(name) as never as {
    final: { choices: { message: { content: string } }[] }
  }
  return final.choices[0]!.message.content
}

/** The payloads of a transcript, read plainly. */
function payloads(bytes: Uint8Array): Record<string, unknown>[] {
  const text = new TextDecoder().decode(bytes)
  return Array.from(
    text.matchAll(/^data: (\{.*\})$/gm),
    ([, data = '']) => JSON.parse(data) as never,
  )
}

function outputText(name: string): string {
  const { final } = responseTranscript(name) as never as {
    final: { output: { content?: { text?: string }[] }[] }
  }
  return final.output.flatMap((item) => item.content?.map(({ text }) => text) ?? []).join('')
}

describe('what the official documentation shows is here', () => {
  // Its headings, and ours.
  const shown: Readonly<Record<string, string>> = {
    'Synchronous Streaming': 'Synchronous streaming',
    'Asynchronous Streaming': 'Asynchronous streaming',
    'Stream Object': 'The stream object',
    'Context Manager': 'Context manager',
    'Stream Chunks': 'Chunks',
    'Accumulating Responses': 'Accumulating',
    'Function Calling with Streaming': 'Function calling',
    'Error Handling': 'Errors',
    'Streaming with Async Error Handling': 'Retrying',
    'Manual Stream Control': 'Stopping',
    'Responses API Streaming': 'Responses',
  }

  test.each(Object.entries(shown))('%s', (_, heading) => {
    expect(blocks(heading, 'python')).toHaveLength(1)
    expect(blocks(heading, 'ts').length).toBeGreaterThan(0)
  })

  const seeds = new URL('../../../shared/seeds/000_fd72ea13408c3f3e.txt', import.meta.url)
  test.skipIf(!existsSync(seeds))('nothing is missing (needs ../shared/seeds)', () => {
    const lines = readFileSync(seeds, 'utf8').split('\n')
    // A snippet begins with an import, behind a line or two that say what it shows, behind its heading.
    const headings = lines.filter((line, at) =>
      lines.slice(at + 1, at + 3).some((next) => /^(?:from|import) /.test(next)),
    )
    const known = headings.filter((line) => Object.hasOwn(shown, line))
    expect(known).toEqual(Object.keys(shown))
    const snippets = lines.filter((line) => /^client = (?:Async)?OpenAI\(\)$/.test(line))
    expect(snippets).toHaveLength(Object.keys(shown).length)
  })

  test('no program of ours goes without a test', () => {
    const sections = page.split(/^## /m).map((text) => text.split('\n', 1)[0] ?? '')
    const programs = sections.flatMap((heading) =>
      heading.startsWith('#') || heading === ''
        ? []
        : blocks(heading, 'ts').map((_, at) => `${heading} ${at}`),
    )
    const source = readFileSync(new URL(import.meta.url), 'utf8')
    const untested = programs.filter((program) => {
      const [, heading = '', at] = /^(.*) (\d)$/.exec(program) ?? []
      const call = at === '0' ? `run('${heading}'` : `run('${heading}', { at: ${at}`
      return !source.includes(call)
    })
    expect(untested).toEqual([])
    expect(programs.length).toBeGreaterThan(14)
  })
})

describe('ours', () => {
  test('synchronous, asynchronous, text', async () => {
    expect(await run('Synchronous streaming')).toBe(content('story'))
    expect(await run('Asynchronous streaming')).toBe(content('story'))
    expect(await run('Asynchronous streaming', { at: 1 })).toBe(content('story'))
  })

  test('the stream object', async () => {
    const lines = (await run('The stream object')).trimEnd().split('\n')
    expect(lines[0]).toBe('200 text/event-stream; charset=utf-8')
    expect(lines[1]).toBe(`request ${server.requests.at(-1)?.requestId}`)
    expect(lines[2]).toBe('{')
    expect(lines.at(-1)).toMatch(/^completed first content after [\d.]+ ms$/)
  })

  test('context manager', async () => {
    const answer = await run('Context manager')
    expect(answer).toBe(content(server.requests.at(-1)?.transcript ?? ''))
  })

  test('chunks', async () => {
    const output = await run('Chunks')
    const sent = transcript(server.requests.at(-1)?.transcript ?? '')
    const chunks = payloads(sent.bytes) as never as {
      id: string
      model: string
      created: number
      choices: { delta: { content?: string } }[]
    }[]
    const texts = chunks.flatMap(({ choices }) => choices[0]?.delta.content || [])
    expect(output.match(/^Content: [^]*?(?=\nchatcmpl)/gm)).toEqual(
      texts.map((text) => `Content: ${text}`),
    )
    const [{ id, model, created } = { id: '', model: '', created: 0 }] = chunks
    expect(output.startsWith(`${id} ${model} ${created}\n`)).toBe(true)
    expect(output.endsWith('Finish: stop\n')).toBe(true)
  })

  test('accumulating', async () => {
    const text = content('story')
    expect(await run('Accumulating')).toBe(`${text}\n\nFull response: ${text}\n`)
  })

  test('function calling', async () => {
    const output = await run('Function calling')
    expect(server.requests.at(-1)?.transcript).toBe('weather')
    expect(output).toMatch(/^Function: get_weather\nArguments: \{ location: 'Tokyo/)
  })

  test('errors: none, of the status, of the connection, of a stream that is cut off', async () => {
    const name = (): string => server.requests.at(-1)?.transcript ?? ''
    const whole = await run('Errors')
    expect(whole).toBe(content(name()))

    await using refusing = await startServer({ apiKey: 'another' })
    expect(await run('Errors', { url: refusing.url })).toMatch(
      /^API error: 401 .*\nSo far: undefined\n$/,
    )

    await using broken = await startServer({ faults: { fault: 'drop', at: { event: 4 } } })
    const output = await run('Errors', { url: broken.url })
    const [before = '', after] = output.split('Connection error: ')
    expect(before.length).toBeGreaterThan(0)
    expect(content(name()).startsWith(before)).toBe(true)
    expect(after?.endsWith(`\nSo far: ${before}\n`)).toBe(true)

    await using cut = await startServer({ faults: { fault: 'cut', at: { event: 4 } } })
    expect(await run('Errors', { url: cut.url })).toContain('ERR_SSE_TRUNCATED')
  })

  test('retrying: the first stream is cut off, the second one is whole', async () => {
    const cut = { fault: 'cut', at: { event: 4 }, times: 1 } as const
    await using flaky = await startServer({ faults: cut })
    expect(await run('Retrying', { url: flaky.url })).toBe(`${content('joke')}\n`)
    expect(flaky.requests.map(({ events }) => events)).toEqual([4, transcript('joke').events])
  })

  test('stopping, and the server notices', async () => {
    await using slow = await startServer({ pace: { delay: 5 } })
    const output = await run('Stopping', { url: slow.url })
    const texts = payloads(transcript('count').bytes).map(
      (chunk) =>
        (chunk as never as { choices: { delta: { content?: string } }[] }).choices[0]?.delta
          .content,
    )
    expect(output).toBe(`${texts.slice(0, 10).join('')}{ status: 'aborted', by: 'close' }\n`)
    await slow.requests[0]?.closed
    expect(slow.requests[0]?.aborted).toBe(true)
  })

  test('responses', async () => {
    const { final } = responseTranscript('haiku') as never as {
      final: { usage: { total_tokens: number } }
    }
    const text = outputText('haiku')
    expect(await run('Responses')).toBe(`${text}${final.usage.total_tokens}\n${text}\n`)
  })

  test('fields of an event', async () => {
    const expected = payloads(responseTranscript('haiku').bytes).map(
      (payload) =>
        `${String(payload['type'])} ${JSON.stringify(payload).length} undefined undefined`,
    )
    const lines = (await run('Fields of an event')).trimEnd().split('\n')
    const withoutSize = (line: string): string => line.replace(/ \d+/, '')
    expect(lines.map(withoutSize)).toEqual(expected.map(withoutSize))
  })

  test('structured output', async () => {
    expect(await run('Structured output')).toBe('Tokyo 18\n')
  })

  test('resuming: a connection that breaks is not seen in the text', async () => {
    const drop = { fault: 'drop', at: { event: 12 }, times: 1 } as const
    await using flaky = await startServer({ faults: drop })
    const output = await run('Resuming', { url: flaky.url })
    const text = outputText('river')
    expect(output.startsWith(`${text}2 completed\n`)).toBe(true)
    const types = output.slice(`${text}2 completed\n`.length).trimEnd().split('\n')
    // Queued comes between created and in_progress there.
    const all = payloads(responseTranscript('river').bytes).map(({ type }) => type)
    expect(types).toEqual(all.slice(9))
  })

  test('to the browser', async () => {
    const output = await run('To the browser')
    const [type, ...body] = output.split('\n')
    expect(type).toMatch(/^text\/event-stream\S* data: \{/)
    expect(
      payloads(new TextEncoder().encode(`${type?.replace(/^\S+ /, '')}\n${body.join('\n')}`)),
    ).toEqual(payloads(transcript('joke').bytes))
    expect(output.endsWith('data: [DONE]\n\n\n')).toBe(true)
  })
})
