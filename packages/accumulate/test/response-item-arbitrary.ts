// Items of Responses streams: how they begin, the events between, and how they end.

import fc from 'fast-check'
import type { Json } from './response-events.ts'
import type { Deviations } from './response-stream-arbitrary.ts'

export interface Step {
  readonly type: string
  readonly fields: Json
}

export interface ItemScript {
  readonly begin: Json
  readonly end: Json
  /** The end is the beginning with what the events between say, and `completed`. */
  readonly isWholeByPieces: boolean
  steps(how: Deviations): Step[]
}

// Surrogate pairs may be cut, and texts may look like a repetition of what came before.
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 12 }),
  fc.constantFrom('😀😀', '__proto__', '{"a":"b"}', '\ud83d'),
)
const cuts = fc.array(fc.nat({ max: 12 }), { maxLength: 3 })
const piecesOf = (whole: string, at: readonly number[]): string[] => {
  const places = [0, ...at.map((each) => each % (whole.length + 1)), whole.length]
  places.sort((a, b) => a - b)
  return places.slice(1).map((end, index) => whole.slice(places[index], end))
}
const pieces = fc
  .record({ whole: text, at: cuts })
  .map(({ whole, at }) => ({ whole, deltas: piecesOf(whole, at) }))

const jsonPieces = fc
  .record({ whole: fc.dictionary(fc.string({ maxLength: 3 }), fc.nat(), { maxKeys: 2 }), at: cuts })
  .map(({ whole, at }) => {
    const json = JSON.stringify(whole)
    return { whole: json, deltas: piecesOf(json, at) }
  })

interface Pieces {
  readonly whole: string
  readonly deltas: readonly string[]
}

interface Stream {
  readonly stem: string
  /** The field of the `done` event. */
  readonly field: string
  readonly where: Json
}

function textSteps(
  { whole, deltas }: Pieces,
  { stem, field, where }: Stream,
  how: Deviations,
): Step[] {
  const logprobs = stem === 'output_text' ? { logprobs: [] } : {}
  const steps = deltas.map((delta) => ({
    type: `response.${stem}.delta`,
    fields: { ...where, delta, ...logprobs },
  }))
  const done = { type: `response.${stem}.done`, fields: { ...where, [field]: whole, ...logprobs } }
  return how.without.includes('text.done') ? steps : [...steps, done]
}

interface Part {
  readonly kind: 'output_text' | 'refusal' | 'reasoning_text' | 'summary_text'
  readonly text: Pieces
  readonly annotations: readonly Json[]
}

function partOf({ kind, annotations }: Part, value: string, noted: boolean): Json {
  if (kind === 'refusal') return { type: kind, refusal: value }
  if (kind !== 'output_text') return { type: kind, text: value }
  return { type: kind, text: value, annotations: noted ? annotations : [] }
}

function partSteps(all: readonly Part[], how: Deviations): Step[] {
  return all.flatMap((part, index) => {
    const isSummary = part.kind === 'summary_text'
    const where = { [isSummary ? 'summary_index' : 'content_index']: index }
    const stem = isSummary ? 'reasoning_summary_text' : part.kind
    const group = isSummary ? 'reasoning_summary_part' : 'content_part'
    const field = part.kind === 'refusal' ? 'refusal' : 'text'
    const steps: Step[] = []
    if (!how.without.includes('part.added')) {
      const begun = how.presets ? part.text.whole : ''
      steps.push({
        type: `response.${group}.added`,
        fields: { ...where, part: partOf(part, begun, false) },
      })
    }
    steps.push(...textSteps(part.text, { stem, field, where }, how))
    for (const [annotation_index, annotation] of part.annotations.entries()) {
      if (part.kind !== 'output_text') continue
      const fields = { ...where, annotation_index, annotation }
      steps.push({ type: 'response.output_text.annotation.added', fields })
    }
    if (!how.without.includes('part.done')) {
      const whole = partOf(part, part.text.whole, true)
      steps.push({ type: `response.${group}.done`, fields: { ...where, part: whole } })
    }
    return steps
  })
}

const annotation = fc.record({
  type: fc.constant('file_path'),
  file_id: fc.string({ maxLength: 3 }),
  index: fc.nat({ max: 9 }),
})

function parts(kinds: readonly Part['kind'][]): fc.Arbitrary<Part[]> {
  const part = fc.record({
    kind: fc.constantFrom(...kinds),
    text: pieces,
    annotations: fc.array(annotation, { maxLength: 2 }),
  })
  return fc.array(part, { maxLength: 3 })
}

const message = parts(['output_text', 'output_text', 'refusal']).map((all): ItemScript => {
  const base = { type: 'message', role: 'assistant' }
  return {
    begin: { ...base, status: 'in_progress', content: [] },
    end: {
      ...base,
      status: 'completed',
      content: all.map((part) => partOf(part, part.text.whole, true)),
    },
    isWholeByPieces: true,
    steps: (how) => partSteps(all, how),
  }
})

const reasoning = fc
  .record({ summary: parts(['summary_text']), content: parts(['reasoning_text']) })
  .map(({ summary, content }): ItemScript => {
    const whole = (all: readonly Part[]): Json[] =>
      all.map((part) => partOf(part, part.text.whole, true))
    return {
      begin: { type: 'reasoning', summary: [], content: [] },
      end: { type: 'reasoning', summary: whole(summary), content: whole(content) },
      isWholeByPieces: true,
      steps: (how) => [...partSteps(summary, how), ...partSteps(content, how)],
    }
  })

/** An item with one text of its own, in a field. */
function ofField(
  type: string,
  field: string,
  fields: Json,
  hides: boolean,
): fc.Arbitrary<ItemScript> {
  return fc
    .record({
      value: fc.oneof(pieces, jsonPieces, fc.constant({ whole: '', deltas: [] })),
      serial: fc.nat(),
    })
    .map(({ value, serial }): ItemScript => {
      const base: Json = { type, ...fields }
      if ('call_id' in fields) base['call_id'] = `call_${serial}`
      const stem = `${type}_${field}`
      return {
        begin: { ...base, status: 'in_progress', [field]: '' },
        end: { ...base, status: 'completed', [field]: value.whole },
        // Of a call without arguments nothing comes in pieces, unless its end is told.
        isWholeByPieces: value.whole !== '',
        steps(how) {
          if (value.whole === '') return []
          const isHidden = hides && how.ciphertext
          const deltas = isHidden ? ['gAAA', 'BBB'] : value.deltas
          // Where the deltas say nothing something must.
          const told = isHidden ? { ...how, without: [] } : how
          return textSteps({ whole: value.whole, deltas }, { stem, field, where: {} }, told)
        },
      }
    })
}

const call = ofField('function_call', 'arguments', { call_id: '', name: 'go' }, true)
const custom = ofField('custom_tool_call', 'input', { call_id: '', name: 'say' }, true)
const mcp = ofField('mcp_call', 'arguments', { name: 'ask', server_label: 's' }, true)
const code = ofField('code_interpreter_call', 'code', { container_id: 'c', outputs: null }, false)

const commandTexts = fc.array(pieces, { minLength: 1, maxLength: 3 })
const shell = fc.tuple(commandTexts, fc.nat()).map(([commands, serial]): ItemScript => {
  const base = { type: 'shell_call', call_id: `call_${serial}` }
  const action = (all: string[]): Json => ({ commands: all, timeout_ms: null })
  return {
    begin: { ...base, status: 'in_progress', action: action([]) },
    end: { ...base, status: 'completed', action: action(commands.map(({ whole }) => whole)) },
    isWholeByPieces: true,
    steps: (how) =>
      commands.flatMap((command, command_index) => {
        const where = { command_index }
        const stream = { stem: 'shell_call_command', field: 'command', where }
        const added = {
          type: 'response.shell_call_command.added',
          fields: { ...where, command: '' },
        }
        const steps = textSteps(command, stream, how)
        return how.without.includes('part.added') ? steps : [added, ...steps]
      }),
  }
})

const output = pieces.map((stdout): ItemScript => {
  const base = { type: 'shell_call_output', call_id: '', status: 'completed' }
  const entry = { stdout: stdout.whole, stderr: '', outcome: { type: 'exit', exit_code: 0 } }
  const type = 'response.shell_call_output_content'
  return {
    begin: { ...base, output: [] },
    end: { ...base, output: [entry] },
    isWholeByPieces: false,
    steps: (how) => [
      ...stdout.deltas.map((delta) => ({
        type: `${type}.delta`,
        fields: { command_index: 0, delta: { stdout: delta } },
      })),
      ...(how.without.includes('text.done')
        ? []
        : [{ type: `${type}.done`, fields: { command_index: 0, output: [entry] } }]),
    ],
  }
})

/** An item that comes as a whole, with a word on how far it is. */
function ofStatus(type: string, states: readonly string[], end: Json): fc.Arbitrary<ItemScript> {
  return fc.constant({
    begin: { type, status: 'in_progress' },
    end: { type, status: 'completed', ...end },
    isWholeByPieces: false,
    steps: () => states.map((state) => ({ type: `response.${type}.${state}`, fields: {} })),
  })
}

/** One item. */
export const responseItem: fc.Arbitrary<ItemScript> = fc.oneof(
  { weight: 4, arbitrary: message },
  { weight: 2, arbitrary: reasoning },
  { weight: 3, arbitrary: call },
  custom,
  mcp,
  code,
  shell,
  output,
  ofStatus('web_search_call', ['in_progress', 'searching', 'completed'], {
    action: { type: 'search' },
  }),
  ofStatus('file_search_call', ['in_progress', 'searching', 'completed'], {
    queries: [],
    results: null,
  }),
  ofStatus('image_generation_call', ['in_progress', 'generating', 'completed'], { result: 'aGk=' }),
  ofStatus('compaction', [], { encrypted_content: 'x' }),
)
