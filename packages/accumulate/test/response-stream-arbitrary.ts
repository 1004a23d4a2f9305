// Responses streams, whole ones, as OpenAI sends them and with the deviations of others mixed in; each
// with the response that it adds up to. That is said by whoever makes the events, not computed from them.

import type { ResponseStreamEvent } from '@sse/responses'
import fc from 'fast-check'
import type { Json } from './response-events.ts'
import { responseItem, type ItemScript, type Step } from './response-item-arbitrary.ts'

export interface ResponseStream {
  readonly events: readonly ResponseStreamEvent[]
  readonly final: Json
  readonly deviations: Deviations
}

/** What is left out or done otherwise, in the whole stream. */
export interface Deviations {
  /** Each event has ids of its own (R4). */
  readonly rotates: boolean
  /** Where the index of the item should be (R3). */
  readonly index: 'right' | 'missing' | 'zero'
  /** Events that do not come (R7). */
  readonly without: readonly (
    | 'created'
    | 'added'
    | 'part.added'
    | 'text.done'
    | 'part.done'
    | 'item.done'
  )[]
  /** Deltas of arguments say nothing (R5). */
  readonly ciphertext: boolean
  /** The output of the last event (R6). */
  readonly output: 'full' | 'empty' | 'null' | 'missing'
  /** Texts come with their parts, and again in deltas (R15). */
  readonly presets: boolean
  /** Events that say nothing (R1, R2). */
  readonly noise: boolean
  /** Padding (R17). */
  readonly padding: boolean
  readonly numbers: 'rising' | 'gaps' | 'absent' | 'zero'
  /** Events after the end (R16). */
  readonly late: boolean
}

const NONE: Deviations = {
  rotates: false,
  index: 'right',
  without: [],
  ciphertext: false,
  output: 'full',
  presets: false,
  noise: false,
  padding: false,
  numbers: 'rising',
  late: false,
}

const deviations: fc.Arbitrary<Deviations> = fc
  .record({
    rotates: fc.boolean(),
    index: fc.constantFrom('right', 'right', 'missing', 'zero'),
    without: fc.subarray([
      'created',
      'added',
      'part.added',
      'text.done',
      'part.done',
      'item.done',
    ] as const),
    ciphertext: fc.boolean(),
    output: fc.constantFrom('full', 'full', 'empty', 'null', 'missing'),
    presets: fc.boolean(),
    noise: fc.boolean(),
    padding: fc.boolean(),
    numbers: fc.constantFrom('rising', 'gaps', 'absent', 'zero'),
    late: fc.boolean(),
  })
  .map((each): Deviations => consistent(each as Deviations))

// Something must tell what an item is, and which one an event is about.
function consistent(each: Deviations): Deviations {
  let without = each.without
  const drop = (name: string): void => {
    without = without.filter((other) => other !== name)
  }
  if (each.index === 'zero') drop('added')
  if (without.includes('added') || each.ciphertext) {
    if (each.output !== 'full') drop('item.done')
  }
  const presets = each.presets && !without.includes('part.added')
  return { ...each, without, presets, rotates: each.rotates && each.index === 'right' }
}

/** As OpenAI sends them. */
export const wellFormedStream: fc.Arbitrary<ResponseStream> = streamWith(fc.constant(NONE))

/** As servers send them. */
export const responseStream: fc.Arbitrary<ResponseStream> = streamWith(deviations)

function streamWith(how: fc.Arbitrary<Deviations>): fc.Arbitrary<ResponseStream> {
  return fc
    .record({
      items: fc.array(responseItem, { maxLength: 4 }),
      turns: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 30 }),
      extras: fc.dictionary(
        fc.constantFrom('metadata', 'service_tier', 'tools'),
        fc.constant(null),
      ),
      how,
    })
    .map(({ items, turns, extras, how: each }) => build(items.map(ofOneCall), turns, extras, each))
}

// Items of one type and one call are one to the accumulators; for two outputs of one the SDK throws.
function ofOneCall(script: ItemScript, at: number): ItemScript {
  if (!('call_id' in script.end)) return script
  const call_id = `call_of_${at}`
  return { ...script, begin: { ...script.begin, call_id }, end: { ...script.end, call_id } }
}

function build(
  scripts: readonly ItemScript[],
  turns: readonly number[],
  extras: Json,
  how: Deviations,
): ResponseStream {
  const { without } = how
  const base = { id: 'resp_0', object: 'response', created_at: 7, model: 'm', ...extras }
  let ids = 0
  const idOf = (at: number): string => (how.rotates ? `rotated_${ids++}` : `item_${at}`)
  // The id that an item has the first time that it comes as one.
  const first = new Map<number, string>()
  const withId = (at: number, item: Json): Json => {
    const id = idOf(at)
    if (!first.has(at)) first.set(at, id)
    return { ...item, id }
  }
  const where = (at: number): Json =>
    how.index === 'missing' ? {} : { output_index: how.index === 'zero' ? 0 : at }

  const events: Json[] = []
  if (!without.includes('created')) {
    const response = { ...base, status: 'in_progress', output: [] }
    events.push({ type: 'response.created', response })
    events.push({ type: 'response.in_progress', response })
  }
  const queues = scripts.map((script, at): (() => Json)[] => {
    const { type } = script.begin
    const steps = script.steps(how).map((step: Step) => (): Json => ({
      type: step.type,
      ...where(at),
      item_id: idOf(at),
      ...step.fields,
      ...(how.padding && 'delta' in step.fields ? { obfuscation: 'xx' } : {}),
    }))
    const added = (): Json => ({
      type: 'response.output_item.added',
      ...where(at),
      item: withId(at, { ...script.begin, type }),
    })
    const done = (): Json => ({
      type: 'response.output_item.done',
      ...where(at),
      item: withId(at, script.end),
    })
    // What comes in no piece must come as a whole.
    const isUnseen = how.index === 'missing' && without.includes('added') && steps.length === 0
    const isOwed = isUnseen || (!script.isWholeByPieces && how.output !== 'full')
    return [
      ...(without.includes('added') ? [] : [added]),
      ...steps,
      ...(without.includes('item.done') && !isOwed ? [] : [done]),
    ]
  })
  // Items begin in order, and go on in any.
  let begun = 0
  for (let count = 0; ; count++) {
    const open = queues.slice(0, begun).filter((queue) => queue.length > 0)
    // No number of turns leaves an item out for ever.
    const turn = turns[count % turns.length]! + count
    if (begun < queues.length && (open.length === 0 || turn % 3 === 0)) {
      const queue = queues[begun++]!
      const next = queue.shift()
      if (next !== undefined) events.push(next())
    } else if (open.length > 0) events.push(open[turn % open.length]!.shift()!())
    else break
    if (how.noise && turn % 5 === 0) {
      events.push(turn % 2 ? { type: 'keepalive' } : { type: 'response.rate_limits.updated', x: 1 })
    }
  }
  const outputs = { full: 0, empty: [], null: null, missing: undefined }
  const output =
    how.output === 'full'
      ? scripts.map((script, at) => withId(at, script.end))
      : outputs[how.output]
  const last = { ...base, status: 'completed', output }
  events.push({ type: 'response.completed', response: last })
  const numbered = events.map((event, at) => {
    if (how.numbers === 'absent') return event
    const number = { rising: at, gaps: at * 2 + 1, zero: 0 }[how.numbers]
    return { ...event, sequence_number: number }
  })
  if (how.late) numbered.push({ type: 'response.output_text.delta', ...where(0), delta: 'late' })
  const seen = scripts.map((script, at) => ({
    ...script.end,
    id: first.get(at) ?? (how.rotates ? '' : `item_${at}`),
  }))
  const text = seen
    .filter((item) => (item as Json)['type'] === 'message')
    .flatMap((item) => (item as Json)['content'] as Json[])
    .map((part) => (part['type'] === 'output_text' ? part['text'] : ''))
    .join('')
  return {
    events: numbered as unknown as ResponseStreamEvent[],
    final: { ...base, status: 'completed', output: seen, output_text: text },
    deviations: how,
  }
}
