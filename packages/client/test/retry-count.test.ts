// How often something is sent again: `maxRetries` times, whatever comes in between, unless it goes on.

import { openStream, type OpenStreamOptions } from '@sse/client'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const URL = 'http://127.0.0.1/'
const MOST_REQUESTS = 40

const ping = 'event: ping\ndata: {}\n\n'
const breaking = (text: string) => (): Answer => answer(ScriptedBody.breaking(text))
const answersOf: Readonly<Record<string, () => Answer>> = {
  refused: () => refusal(503, { 'retry-after-ms': '1' }),
  unreachable: () => new TypeError('fetch failed'),
  'broken behind the headers': breaking(''),
  'broken behind a comment': breaking(': hello\n\n'),
  'broken behind an event without an item': breaking(ping),
  'broken behind an item': breaking('data: a\n\n'),
}

/** How often it is sent when the answers take turns without end. */
async function requestsOf(
  names: readonly string[],
  options: Partial<OpenStreamOptions<string>>,
): Promise<number> {
  const clock = new FakeClock()
  const answers = Array.from({ length: MOST_REQUESTS }, (_, at) => {
    return answersOf[names[at % names.length]!]!()
  })
  const { fetch, requests } = scriptedFetch(...answers)
  const errors: unknown[] = []
  const run = async (): Promise<void> => {
    const decoder = (): DataDecoder => new DataDecoder()
    const stream = await openStream(URL, { clock, fetch, decoder, ...options })
    errors.push((await readAll(stream)).error)
  }
  run().catch((error: unknown) => void errors.push(error))
  await clock.advance(60 * 60_000)
  expect(errors).toHaveLength(1)
  expect(errors[0]).toBeInstanceOf(Error)
  return requests.length
}

describe('what begins anew', () => {
  test('a POST whose answers bring an event without an item and break off', async () => {
    const names = ['broken behind an event without an item']
    expect(await requestsOf(names, { body: '{}' })).toBe(3)
    expect(await requestsOf(names, { body: '{}', maxRetries: 1 })).toBe(2)
  })

  test.each([1, 2, 3, 5])('breaks behind an item and refusals, %i times', async (maxRetries) => {
    const names = ['broken behind an item', 'refused']
    expect(await requestsOf(names, { maxRetries, retry: () => 1 })).toBe(maxRetries + 1)
  })

  test('law: is sent once and `maxRetries` times again, whatever came in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(answersOf)), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 0, max: 5 }),
        async (names, maxRetries) => {
          expect(await requestsOf(names, { maxRetries, retry: () => 1 })).toBe(maxRetries + 1)
        },
      ),
      { numRuns: 40 },
    )
  })
})

test('what goes on goes on as long as events come', async () => {
  const names = ['broken behind an event without an item', 'refused']
  const resume = { resume: () => ({ url: URL }), maxRetries: 2 }
  const clock = new FakeClock()
  const answers = Array.from({ length: 20 }, (_, at) => answersOf[names[at % 2]!]!())
  const { fetch, requests } = scriptedFetch(...answers, answer('data: a\n\ndata: [DONE]\n\n'))
  const stream = await openStream(URL, { clock, fetch, decoder: new DataDecoder(), ...resume })
  const reading = readAll(stream)
  await clock.advance(60 * 60_000)
  expect(await reading).toEqual({ items: ['a'], error: undefined })
  expect(requests).toHaveLength(21)
})
