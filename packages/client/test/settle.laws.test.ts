import { openStream } from '@sse/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DataDecoder, readAll } from './data-decoder.ts'
import { FakeClock } from './fake-clock.ts'
import { type Answer, answer, refusal, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

const TOTAL = 60_000

type Step =
  | { readonly type: 'send'; readonly text: string }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'break' | 'end' }

const send = fc
  .constantFrom(
    'data: a\n\n',
    'data: b\n',
    '\n',
    ': hi\n\n',
    'event: ping\ndata\n\n',
    'data: [DONE]\n\n',
  )
  .map((text): Step => ({ type: 'send', text }))
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: send },
  { weight: 3, arbitrary: fc.nat(800).map((ms): Step => ({ type: 'wait', ms })) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ type: 'break' }, { type: 'end' }) },
)
const limit = fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined })
const plan = fc.record({
  before: fc.array(fc.constantFrom('refused', 'never', 'unreachable'), { maxLength: 3 }),
  steps: fc.array(step, { maxLength: 12 }),
  // Any one of them ends the wait for a server that does not answer.
  deadlines: fc
    .record({
      headers: limit,
      firstByte: limit,
      firstContent: limit,
      idleBytes: limit,
      idleContent: limit,
    })
    .filter((deadlines) => Object.values(deadlines).some((each) => each !== undefined)),
  leave: fc.constantFrom('not', 'abort', 'close'),
})

const statuses: Readonly<Record<string, string>> = {
  ERR_SSE_ABORTED: 'aborted',
  ERR_SSE_CONNECTION: 'failed',
  ERR_SSE_TIMEOUT: 'timed_out',
  ERR_SSE_TRUNCATED: 'truncated',
}

/** What a text says, by another way than that of the parser. */
function itemsOf(text: string): string[] {
  const blocks = text.split('\n\n').slice(0, -1)
  const items = blocks.flatMap((block) => {
    const lines = block.split('\n').filter((line) => line.startsWith('data'))
    const data = lines.map((line) => line.slice('data: '.length)).join('\n')
    return lines.length === 0 || block.includes('event: ping') ? [] : [data]
  })
  const end = items.indexOf('[DONE]')
  return end === -1 ? items : items.slice(0, end)
}

test('law 15: whatever the fault, it settles within its deadline, with the true outcome and nothing left', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async ({ before, steps, deadlines, leave }) => {
      const clock = new FakeClock()
      const body = new ScriptedBody()
      const failing: Answer[] = before.map((how) => {
        if (how === 'never') return 'never'
        return how === 'refused' ? refusal(503) : new TypeError('fetch failed')
      })
      const { fetch, requests } = scriptedFetch(...failing, answer(body))
      const controller = new AbortController()
      let settled = false
      const opening = openStream('http://127.0.0.1/', {
        decoder: new DataDecoder(),
        clock,
        fetch,
        maxRetries: before.length,
        retry: (error, { delay, delivered }) =>
          requests.length <= before.length && delivered === 0 && delay,
        signal: controller.signal,
        deadlines: { ...deadlines, total: TOTAL },
      })
      const run = async () => {
        const stream = await opening
        const read = await readAll(stream)
        settled = true
        return { stream, ...read }
      }
      const running = run()
      await clock.advance(before.length * 10_000)
      const stream = await opening

      let sent = ''
      let open = true
      for (const each of steps) {
        if (each.type === 'wait') await clock.advance(each.ms)
        if (!open || body.cancelled.length > 0) continue
        if (each.type === 'send') {
          body.send(each.text)
          sent += each.text
        } else if (each.type !== 'wait') {
          open = false
          body[each.type]()
        }
        await clock.advance(0)
      }
      if (leave === 'abort') controller.abort()
      if (leave === 'close') await stream.close()
      await clock.advance(0)
      // What is left to do behind an end takes half a second.
      await clock.advance(settled ? 500 : TOTAL)

      expect(settled).toBe(true)
      const { items, error } = await running
      const all = itemsOf(sent)
      expect(items).toEqual(all.slice(0, items.length))
      // What arrived is delivered, whatever came then.
      expect(items).toEqual(all)
      const { code } = (error ?? {}) as { readonly code?: string }
      if (error === undefined) expect(['completed', 'aborted']).toContain(stream.outcome?.status)
      else expect(stream.outcome?.status).toBe(statuses[code!])
      if (stream.outcome?.status === 'completed') expect(sent).toContain('data: [DONE]')
      if (open) expect(body.cancelled).toHaveLength(1)
      expect(clock.pending).toBe(0)
    }),
    { numRuns: 150 },
  )
})
