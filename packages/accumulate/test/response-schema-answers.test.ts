// What schemas answer, and when.

import {
  accumulateResponse,
  accumulateResponseResult,
  ResponseAccumulator,
  type ResponseAccumulatorOptions,
  type ResponseUpdate,
  responseUpdates,
  type StandardSchema,
} from '@sse/accumulate'
import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawRuns } from './law-runs.ts'
import { call, completed, created, done, type Json, lifecycle, message } from './response-events.ts'

type Options = ResponseAccumulatorOptions<unknown, { go: unknown }>

const { numRuns, timeout } = lawRuns('schemas of responses', 300)

const answer = done(0, message('msg_1', '{"a":1}'))
const go = done(1, call('fc_1', 'go', '{"a":1}'))

function schemaOf(validate: (value: unknown) => unknown): StandardSchema {
  return { '~standard': { version: 1, vendor: 'test', validate: validate as never } }
}

const same = schemaOf((value) => ({ value }))
const slow = schemaOf((value) => Promise.resolve({ value }))

async function updatesOf(
  events: readonly ResponseStreamEvent[],
  options: Options,
): Promise<ResponseUpdate[]> {
  const updates: ResponseUpdate[] = []
  for await (const update of responseUpdates(events, options)) {
    updates.push(update)
  }
  return updates
}

describe('an answer that is no result is an error of its own', () => {
  test.each([[undefined], [null], [5], ['x'], [{}], [{ success: false }], [[]]])(
    '%j',
    async (value) => {
      const error = { name: 'TypeError', message: /Standard Schema/ }
      for (const options of [
        { schema: schemaOf(() => value) },
        { tools: { go: schemaOf(() => value) } },
      ]) {
        const accumulator = new ResponseAccumulator<unknown, { go: unknown }>(options)
        for (const each of [created, answer, go, completed]) accumulator.push(each)
        expect(accumulator.result()).toMatchObject({
          outcome: 'failed',
          error: { name: 'TypeError' },
        })
        expect(() => accumulator.finish()).toThrow(error.message)
      }
      for (const options of [
        { schema: schemaOf(() => Promise.resolve(value)) },
        { tools: { go: schemaOf(() => Promise.resolve(value)) } },
      ]) {
        const promise = accumulateResponse([created, answer, go, completed], options as Options)
        await expect(promise).rejects.toThrow(error.message)
        await expect(promise).rejects.toBeInstanceOf(TypeError)
      }
    },
  )

  test('a promise of any library is waited for', async () => {
    const thenable = schemaOf((value) => ({
      // oxlint-disable-next-line unicorn/no-thenable
      then: (resolve: (result: unknown) => void) => {
        resolve({ value })
      },
    }))
    const final = await accumulateResponse([created, answer, completed], { schema: thenable })
    expect(final.output_parsed).toEqual({ a: 1 })
  })
})

test.each([[null], [{}], [5], [{ '~standard': {} }]])(
  'a schema that is none is refused at once: %j',
  (schema) => {
    expect(() => new ResponseAccumulator({ schema } as never)).toThrow(TypeError)
    expect(() => new ResponseAccumulator({ tools: { go: schema as never } })).toThrow(TypeError)
    expect(() => new ResponseAccumulator({ tools: null } as never)).toThrow(TypeError)
  },
)

test('a tool without a schema is a tool without a schema', () => {
  const accumulator = new ResponseAccumulator({ tools: { go: undefined as never } })
  for (const each of [created, go, completed]) accumulator.push(each)
  expect(accumulator.toolCalls).toMatchObject([{ state: 'complete' }])
  expect(accumulator.finish().output).toEqual([call('fc_1', 'go', '{"a":1}')])
})

describe('a schema that takes its time', () => {
  const revised = lifecycle('completed', { output: [message('msg_1', '{"a":2}')] })
  const donesOf = (updates: readonly ResponseUpdate[]): string[] =>
    updates
      .filter(({ type }) => /^(?:content|tool_call|response)\.done$/.test(type))
      .map((update) => JSON.stringify(update))
      .toSorted()

  test('has what it was asked about told, also when that was replaced', async () => {
    const seen: unknown[] = []
    const schema = schemaOf((value) => {
      seen.push(value)
      return Promise.resolve({ value })
    })
    const updates = await updatesOf([created, answer, revised], { schema })
    expect(updates.filter(({ type }) => type === 'content.done')).toMatchObject([
      { snapshot: '{"a":1}', parsed: { a: 1 } },
    ])
    expect(updates.at(-1)).toMatchObject({ snapshot: { output_parsed: { a: 2 } } })
    expect(seen).toEqual([{ a: 1 }, { a: 2 }])
  })

  test('and rejects where nobody waits is no unhandled rejection', async () => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown): void => void unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const schema = schemaOf(() => Promise.reject(new Error('no database')))
    const accumulator = new ResponseAccumulator({ schema })
    for (const each of [created, answer, completed]) accumulator.push(each)
    // It is told when all promises have been looked after.
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })

  test('also after a checkpoint', async () => {
    const before = new ResponseAccumulator({ schema: slow })
    for (const each of [created, answer]) before.push(each)
    const after = ResponseAccumulator.restore(before.checkpoint(), { schema: slow })
    after.push(revised)
    await after.validate()
    expect(donesOf(after.finishUpdates() as ResponseUpdate[])).toHaveLength(2)
  })

  test('has a call that is whole told when the response is cut off', async () => {
    const events = [created, go, lifecycle('incomplete')]
    const updates = await updatesOf(events, { tools: { go: slow } })
    expect(donesOf(updates)).toEqual(donesOf(await updatesOf(events, { tools: { go: same } })))
    expect(updates.at(-1)).toMatchObject({ toolCalls: [{ parsed_arguments: { a: 1 } }] })
  })

  test('has the same told as one that does not', { timeout }, async () => {
    const json = fc.constantFrom('{"a":1}', '{"a":2}', '[]', '5', 'x', '')
    const items = fc.array(fc.record({ first: json, last: json, isCall: fc.boolean() }), {
      maxLength: 4,
    })
    const end = fc.constantFrom('completed', 'incomplete')
    const check = (value: unknown): unknown =>
      typeof value === 'object' ? { value: { value } } : { issues: [{ message: 'No object' }] }
    await fc.assert(
      fc.asyncProperty(items, end, fc.nat({ max: 4 }), async (all, status, cut) => {
        const forms = (key: 'first' | 'last'): Json[] =>
          all.map(({ isCall, [key]: said }, at) =>
            isCall ? call(`f${at}`, 'go', said) : message(`m${at}`, said),
          )
        const events = forms('first').map((item, at) => done(at, item))
        const told = await Promise.all(
          [check, (value: unknown) => Promise.resolve(check(value))].map(async (validate) => {
            const schema = schemaOf(validate)
            const options: Options = { schema, tools: { go: schema } }
            let accumulator = new ResponseAccumulator<unknown, { go: unknown }>(options)
            const updates: object[] = []
            for (const [at, each] of events.entries()) {
              if (at === cut) {
                accumulator = ResponseAccumulator.restore(accumulator.checkpoint(), options)
              }
              updates.push(...accumulator.push(each))
            }
            accumulator.push(lifecycle(status, { output: forms('last') }))
            await accumulator.validate()
            updates.push(...accumulator.finishUpdates())
            return donesOf(updates as ResponseUpdate[])
          }),
        )
        expect(told[1]).toEqual(told[0])
      }),
      { numRuns },
    )
  })
})

describe('the end', () => {
  const options: Options = { schema: same, tools: { go: same } }

  test('is told once, whatever checkpoints were taken', () => {
    const before = new ResponseAccumulator(options)
    for (const each of [created, answer, go, completed]) before.push(each)
    expect(before.finishUpdates()).toMatchObject([{ type: 'response.done' }])
    const after = ResponseAccumulator.restore(before.checkpoint(), options)
    expect(after.finishUpdates()).toEqual([])
    expect(after.finish()).toEqual(before.finish())
    expect(after.result().outcome).toBe('completed')
  })

  test('is told after a checkpoint that was taken before it was', async () => {
    const before = new ResponseAccumulator(options)
    for (const each of [created, answer, go, completed]) before.push(each)
    await before.validate()
    const after = ResponseAccumulator.restore(before.checkpoint(), options)
    expect(after.finishUpdates()).toMatchObject([{ type: 'response.done' }])
  })

  test('is what `validate` says, too: nothing is taken behind it', async () => {
    const accumulator = new ResponseAccumulator(options)
    for (const each of [created, go]) accumulator.push(each)
    await accumulator.validate({ complete: true })
    expect(() => accumulator.push(done(2, call('fc_2', 'go', '5')))).toThrow(TypeError)
    expect(accumulator.finish({ complete: true }).output).toHaveLength(1)
  })

  test('does not become another one when it is asked about again', () => {
    const accumulator = new ResponseAccumulator(options)
    for (const each of [created, go]) accumulator.push(each)
    expect(accumulator.result().outcome).toBe('truncated')
    expect(accumulator.result({ complete: true }).outcome).toBe('truncated')
    expect(accumulator.complete).toBe(false)
  })
})

test('`accumulateResponseResult` tells what a schema rejects with', async () => {
  const failure = new Error('no database')
  const schema = schemaOf(() => Promise.reject(failure))
  const { outcome, error } = await accumulateResponseResult([created, answer, completed], {
    schema,
  })
  expect([outcome, error]).toEqual(['failed', failure])
})
