import { setTimeout as sleep } from 'node:timers/promises'
import { partialCompletion, partialResponse, type ResponseOutputItem } from '@sse/openai'
import { expect } from 'vitest'
import { activeResources, type CountingClock, leftovers, moreOf } from './fault-matrix-leftovers.ts'
import type { Consumed, FaultyRequest } from './fault-matrix-request.ts'
import { healthyRequest, requestFor } from './fault-matrix-request.ts'
import { type Expected, expectedOf, type Row } from './fault-matrix-row.ts'
import { type API, samples } from './fault-matrix-sample.ts'
import type { ServerProcess } from './fault-matrix-server-process.ts'

/** A way to read: it settles, or the test fails. */
export interface Door {
  readonly consume: (request: FaultyRequest) => Consumed | Promise<Consumed>
  readonly clock: () => CountingClock | undefined
  /** What is in use in another thread, timers that keep no process alive among it. */
  readonly elsewhere?: (() => Promise<ReadonlyMap<string, number>>) | undefined
}

/** Beyond its deadline, on a machine that has other things to do. */
const SLACK = 2500
/** Without any deadline. */
const LONGEST = 5000
/** What ends behind the end: the drain of a body takes half a second. */
const AFTERWARDS = 3000

/** How the response ended, as the server saw it. */
const OUTCOMES = {
  kept: ['ended'],
  closed: ['aborted', 'dropped'],
  free: ['ended', 'aborted', 'dropped'],
} as const

let cells = 0

/** Sends one request, and compares all that can be seen of it with the table. */
export async function checkCell(
  server: ServerProcess,
  door: Door,
  row: Row,
  api: API,
): Promise<void> {
  const expected = expectedOf(row, api)
  const tag = `cell-${++cells}`
  const clock = door.clock()
  const rest = { baseURL: `${server.url}/v1`, clock }
  const request = requestFor(row, api, tag, rest)
  const before = activeResources()
  const elsewhere = await door.elsewhere?.()

  const start = performance.now()
  const consumed = await settles(door.consume(request))
  const took = performance.now() - start

  checkTime(row, expected, took)
  checkConsumed(expected, consumed, api)
  await checkFinal(expected, consumed, api)
  await checkConnection(server, door, expected, tag, rest, api)
  const { signal } = request.controller
  await eventually(() => expect(leftovers(before, clock, signal)).toEqual([]))
  if (elsewhere === undefined) return
  await eventually(async () => expect(moreOf(await door.elsewhere!(), elsewhere)).toEqual([]))
}

async function settles(consuming: Consumed | Promise<Consumed>): Promise<Consumed> {
  const leave = new AbortController()
  const tooLate = async (): Promise<never> => {
    await sleep(2 * LONGEST, undefined, { signal: leave.signal })
    throw new Error('It does not settle')
  }
  const watching = tooLate()
  watching.catch(() => undefined)
  try {
    return await Promise.race([consuming, watching])
  } finally {
    leave.abort()
  }
}

function checkTime({ deadlines = {} }: Row, { kind, atLeast }: Expected, took: number): void {
  const limit = (deadlines as Readonly<Record<string, number>>)[kind ?? '']
  // Timers count whole milliseconds.
  expect(took).toBeGreaterThanOrEqual((atLeast ?? limit ?? 0) - 2)
  expect(took).toBeLessThan(limit === undefined ? LONGEST : limit + SLACK)
}

function checkConsumed(expected: Expected, { items, error, stream }: Consumed, api: API): void {
  const { outcome, code, kind, arrived } = expected
  expect((error as { code?: string } | undefined)?.code).toBe(code)
  expect((error as { kind?: string } | undefined)?.kind).toBe(kind)
  if (expected.says !== undefined) expect((error as Error).message).toMatch(expected.says)
  expect(stream?.outcome?.status ?? 'refused').toBe(outcome)
  if (stream?.outcome?.status === 'completed') {
    expect(stream.outcome.evidence).toBe(expected.evidence)
  }
  const sent = arrived.items(samples[api].items)
  if (arrived.isBeginning === true) {
    expect(items.length).toBeLessThan(sent.length)
    expect(items).toEqual(sent.slice(0, items.length))
  } else expect(items).toEqual(sent)
  if (error === undefined || stream === undefined) return
  expect(stream.outcome).toMatchObject(outcome === 'aborted' ? { by: 'signal' } : { error })
  expect((error as { delivered?: number }).delivered).toBe(items.length)
  const partial =
    api === 'chat'
      ? partialCompletion(error)?.choices[0]?.message.content
      : partialResponse(error)?.output.map(textOfOutput).join('')
  expect(partial ?? '').toBe(textOf(items))
}

// An answer that is not whole is never handed out as one that is.
async function checkFinal(
  { outcome, arrived }: Expected,
  { error, stream }: Consumed,
  api: API,
): Promise<void> {
  if (stream?.final === undefined) return
  const final = (async () => stream.final?.())()
  if (outcome !== 'completed') {
    const thrown = await final.catch((reason: unknown) => reason)
    if (error === undefined) expect(thrown).toMatchObject({ code: 'ERR_SSE_ABORTED' })
    else expect(thrown).toBe(error)
  } else if (arrived.items(samples[api].items) === samples[api].items) {
    // Beside what the API sends, a response has its text in one piece.
    expect(await final).toMatchObject(samples[api].final!)
  } else await final
}

async function checkConnection(
  server: ServerProcess,
  door: Door,
  { connection, requests: count = 1 }: Expected,
  tag: string,
  rest: Pick<FaultyRequest, 'baseURL' | 'clock'>,
  api: API,
): Promise<void> {
  const { requests } = await server.seen(tag, AFTERWARDS)
  expect(requests).toHaveLength(count)
  // All that went before the last one are over as well.
  for (const request of requests) expect(request.outcome).toBeDefined()
  expect(requests.at(-1)!.outcome).toBeOneOf(OUTCOMES[connection])
  const { error } = await door.consume(healthyRequest(api, `${tag}-next`, rest))
  expect(error).toBeUndefined()
  const later = (await server.seen(tag)).requests.at(-1)!
  if (connection !== 'free') expect(later.isOpen).toBe(connection === 'kept')
}

/** Until it holds, though not for long. */
async function eventually(check: () => void | Promise<void>): Promise<void> {
  const giveUp = performance.now() + AFTERWARDS
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > giveUp) throw error
    }
    await sleep(2)
  }
}

// What the items say, added up by hand.
function textOf(items: readonly unknown[]): string {
  const pieces = items as readonly {
    readonly choices?: readonly { readonly delta: { readonly content?: string | null } }[]
    readonly type?: string
    readonly delta?: string
  }[]
  return pieces
    .map(({ choices, type, delta }) =>
      type === 'response.output_text.delta' ? delta : choices?.[0]?.delta.content,
    )
    .join('')
}

function textOfOutput(item: ResponseOutputItem): string {
  if (item.type !== 'message') return ''
  return item.content.map((part) => (part.type === 'output_text' ? part.text : '')).join('')
}
