import {
  accumulateResponseSync,
  ResponseAccumulator,
  type ResponseUpdate,
  responseUpdatesSync,
} from '@sse/accumulate'
import { decodeResponsesStreamSync } from '@sse/responses'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lawRuns } from './law-runs.ts'
import { bytesOf, type Json } from './response-events.ts'
import { responseStream, wellFormedStream } from './response-stream-arbitrary.ts'

const { numRuns, timeout } = lawRuns('laws of responses', 1000)

describe('law 12: the final object equals the one computed independently', { timeout }, () => {
  test('for events as they are, which are not changed', () => {
    fc.assert(
      fc.property(responseStream, ({ events, final }) => {
        expect(accumulateResponseSync(events.map((each) => frozen(each)))).toEqual(final)
      }),
      { numRuns },
    )
  })

  test('for streams without any deviation', () => {
    fc.assert(
      fc.property(wellFormedStream, ({ events, final }) => {
        expect(accumulateResponseSync(events)).toEqual(final)
      }),
      { numRuns: numRuns / 2 },
    )
  })

  test('for the bytes of an event stream', () => {
    fc.assert(
      fc.property(responseStream, ({ events, final }) => {
        const items = decodeResponsesStreamSync([bytesOf(events)])
        expect(accumulateResponseSync(items)).toEqual(final)
      }),
      { numRuns: numRuns / 5 },
    )
  })
})

describe('law 12: every intermediate text is a beginning of the final text', { timeout }, () => {
  test('unless a delta says that it replaces, and the deltas are the text', () => {
    fc.assert(
      fc.property(responseStream, ({ events, final, deviations }) => {
        const { texts, replaced } = read([...responseUpdatesSync(events)])
        expect(Object.fromEntries(texts)).toEqual(textsOf(final))
        if (!deviations.ciphertext) expect(replaced).toBe(false)
      }),
      { numRuns },
    )
  })

  test('also in the snapshot', () => {
    fc.assert(
      fc.property(responseStream, ({ events, final, deviations }) => {
        // While an item is missing, others are in its place.
        fc.pre(!deviations.ciphertext && !deviations.without.includes('added'))
        const accumulator = new ResponseAccumulator()
        const whole = textsOf(final)
        for (const event of events) {
          accumulator.push(event)
          for (const [key, text] of Object.entries(textsOf(accumulator.snapshot))) {
            expect(text === '' || whole[key]?.startsWith(text)).toBe(true)
          }
        }
      }),
      { numRuns: numRuns / 5 },
    )
  })
})

describe('updates', { timeout }, () => {
  test('each text and each item is done once, with all of it, and after its last delta', () => {
    fc.assert(
      fc.property(responseStream, ({ events, final }) => {
        const updates = [...responseUpdatesSync(events)]
        const output = final['output'] as Json[]
        const { done, items } = read(updates)
        const texts = textsOf(final)
        for (const [key, text] of done) expect(texts[key]).toBe(text)
        const whole = Object.keys(texts).filter((key) => !key.startsWith('tool_call'))
        expect([...done.keys()].toSorted()).toEqual(whole.toSorted())
        expect(items.map(({ type }) => type).toSorted()).toEqual(
          output.map(({ type }) => type as string).toSorted(),
        )
        const last = updates.at(-1)
        expect(last).toMatchObject({ type: 'response.done', snapshot: final })
        const calls = output.filter(
          (item) => /^(?:function|custom_tool)_call$/.test(item['type'] as string) && isWhole(item),
        )
        expect(last).toMatchObject({ toolCalls: calls })
        expect(updates.filter(({ type }) => type === 'response.done')).toHaveLength(1)
      }),
      { numRuns },
    )
  })

  test('each call starts once, before anything else of it', () => {
    fc.assert(
      fc.property(responseStream, ({ events }) => {
        const started = new Set<number>()
        const ended = new Set<number>()
        const whole = new Set<number>()
        for (const update of responseUpdatesSync(events)) {
          if (update.type === 'item.done') {
            const { output_index, item } = update
            if (started.has(output_index) && isWhole(item)) whole.add(output_index)
          }
          if (!update.type.startsWith('tool_call')) continue
          const { output_index: index } = update as { output_index: number }
          if (update.type !== 'tool_call.start') expect(started.has(index)).toBe(true)
          else {
            expect(ended.has(index) || !started.has(index)).toBe(true)
            started.add(index)
          }
          if (update.type === 'tool_call.done') ended.add(index)
        }
        expect(ended).toEqual(whole)
      }),
      { numRuns: numRuns / 2 },
    )
  })
})

describe('law 13: a checkpoint anywhere, the same final object', { timeout }, () => {
  test('and the same updates', () => {
    fc.assert(
      fc.property(responseStream, fc.nat(), ({ events, final }, seed) => {
        const at = seed % (events.length + 1)
        const before = new ResponseAccumulator()
        const here = new ResponseAccumulator()
        const expected: ResponseUpdate[] = []
        for (const [place, event] of events.entries()) {
          if (place < at) before.push(event)
          const updates = here.push(event)
          if (place >= at) expected.push(...structuredClone([...updates]))
        }
        const checkpoint = before.checkpoint()
        expect(JSON.parse(JSON.stringify(checkpoint))).toEqual(checkpoint)
        const there = ResponseAccumulator.restore(checkpoint)
        expect(there.snapshot).toEqual(before.snapshot)
        expect(there.checkpoint()).toEqual(checkpoint)
        const updates = events.slice(at).flatMap((event) => structuredClone([...there.push(event)]))
        expect(updates).toEqual(expected)
        expect(there.finish()).toEqual(final)
      }),
      { numRuns },
    )
  })

  test('and what is repeated afterwards changes nothing, where numbers rise', () => {
    fc.assert(
      fc.property(responseStream, fc.nat(), fc.nat({ max: 20 }), (stream, seed, overlap) => {
        const { events, final, deviations } = stream
        fc.pre(deviations.numbers === 'rising' || deviations.numbers === 'gaps')
        const at = seed % (events.length + 1)
        // From one number it cannot be told whether they rise. Nothing but a delta changes what is there.
        fc.pre(at !== 1 || !deviations.without.includes('created'))
        const before = new ResponseAccumulator()
        for (const event of events.slice(0, at)) before.push(event)
        const there = ResponseAccumulator.restore(before.checkpoint())
        for (const event of events.slice(Math.max(0, at - overlap))) there.push(event)
        expect(there.finish()).toEqual(final)
        const twice = [...events.slice(0, at), ...events.slice(Math.max(0, at - overlap))]
        expect(accumulateResponseSync(twice, { resume: true })).toEqual(final)
      }),
      { numRuns },
    )
  })
})

test('every update is of a type that is declared', { timeout }, () => {
  const types: Record<ResponseUpdate['type'], true> = {
    'response.status': true,
    'item.start': true,
    'item.status': true,
    'item.done': true,
    'content.delta': true,
    'content.done': true,
    'refusal.delta': true,
    'refusal.done': true,
    'reasoning.delta': true,
    'reasoning.done': true,
    'reasoning_summary.delta': true,
    'reasoning_summary.done': true,
    'code.delta': true,
    'code.done': true,
    'diff.delta': true,
    'diff.done': true,
    'command.delta': true,
    'command.done': true,
    'stdout.delta': true,
    'stdout.done': true,
    'stderr.delta': true,
    'stderr.done': true,
    'tool_call.start': true,
    'tool_call.arguments.delta': true,
    'tool_call.input.delta': true,
    'tool_call.done': true,
    annotation: true,
    logprobs: true,
    'image.partial': true,
    'audio.data.delta': true,
    'audio.data.done': true,
    'audio.transcript.delta': true,
    'audio.transcript.done': true,
    'other.delta': true,
    'other.done': true,
    usage: true,
    unknown: true,
    'response.done': true,
  }
  fc.assert(
    fc.property(responseStream, ({ events }) => {
      for (const { type } of responseUpdatesSync(events)) expect(types).toHaveProperty([type])
    }),
    { numRuns: numRuns / 2 },
  )
})

// Whether a call may be made: its arguments are JSON, or there are none; input is any text.
function isWhole(call: object): boolean {
  const { arguments: json } = call as { arguments?: string }
  try {
    return json === undefined || json === '' || JSON.parse(json) !== undefined
  } catch {
    return false
  }
}

// Every text of an output by its place, from a walk of its own.
function textsOf(response: object): Record<string, string> {
  const texts: Record<string, string> = {}
  const names: Record<string, string> = {
    output_text: 'content',
    refusal: 'refusal',
    reasoning_text: 'reasoning',
    summary_text: 'reasoning_summary',
  }
  const fields: Record<string, string> = {
    function_call: 'arguments',
    mcp_call: 'arguments',
    custom_tool_call: 'input',
    code_interpreter_call: 'code',
  }
  const updates: Record<string, string> = {
    code_interpreter_call: 'code',
    custom_tool_call: 'tool_call.input',
  }
  for (const [at, item] of ((response as Json)['output'] as Json[]).entries()) {
    const put = (name: string, index: number, text: unknown): void => {
      if (text !== '' && text !== undefined) texts[`${name} ${at} ${index}`] = text as string
    }
    for (const list of ['content', 'summary']) {
      for (const [index, part] of ((item[list] as Json[]) ?? []).entries()) {
        put(names[part['type'] as string]!, index, part['text'] ?? part['refusal'])
      }
    }
    const type = item['type'] as string
    const field = fields[type]
    if (field !== undefined) put(updates[type] ?? 'tool_call.arguments', 0, item[field])
    const { commands = [] } = (item['action'] ?? {}) as { commands?: string[] }
    for (const [index, command] of commands.entries()) put('command', index, command)
    if (type !== 'shell_call_output') continue
    for (const [index, entry] of (item['output'] as Json[]).entries()) {
      put('stdout', index, entry['stdout'])
      put('stderr', index, entry['stderr'])
    }
  }
  return texts
}

interface Reading {
  readonly texts: ReadonlyMap<string, string>
  readonly done: ReadonlyMap<string, string>
  readonly items: readonly { readonly type: string }[]
  readonly replaced: boolean
}

// Only from what the updates say, with the items in the order of their objects in the last one.
function read(updates: readonly ResponseUpdate[]): Reading {
  const last = updates.at(-1)
  const output = last?.type === 'response.done' ? last.snapshot.output : []
  const texts = new Map<string, string>()
  const done = new Map<string, string>()
  const items: { readonly type: string }[] = []
  // Where the index says nothing, the order in which items began does.
  const places = new Map<unknown, number>()
  for (const [at, item] of output.entries()) places.set(item, at)
  const current = new Map<string, number>()
  let replaced = false
  for (const update of updates) {
    if (update.type === 'item.start')
      current.set(String(update.output_index), places.get(update.item)!)
    if (update.type === 'item.done') items.push(update.item)
    if (!('snapshot' in update) || typeof update.snapshot !== 'string') continue
    const fields = update as unknown as Json
    const index = fields['content_index'] ?? fields['summary_index'] ?? fields['command_index'] ?? 0
    const place = current.get(String(fields['output_index']))
    const key = `${update.type.replace(/\.\w+$/, '')} ${place} ${index as number}`
    if ('delta' in update) {
      const { delta, snapshot } = update as { delta: string; snapshot: string }
      if (fields['replaces'] === true) replaced = true
      const before = fields['replaces'] === true ? '' : (texts.get(key) ?? '')
      expect(snapshot).toBe(before + delta)
      texts.set(key, snapshot)
      expect(done.has(key)).toBe(false)
    } else if (update.snapshot !== '') {
      expect(done.has(key)).toBe(false)
      done.set(key, update.snapshot)
    }
  }
  return { texts, done, items, replaced }
}

// Whoever changes it fails.
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const each of Object.values(value)) frozen(each)
  }
  return value
}
