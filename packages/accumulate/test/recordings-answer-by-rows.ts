// What the payloads of a stream add up to by the rows of QUIRKS.md: a second reconstruction, as
// independent of our packages as the plain one, for what the plain one gets wrong or does not look at.

import { field, type JsonObject, list } from './recordings-plain-stream.ts'

interface Call {
  /** Undefined when the server sent none. */
  id: string | undefined
  name: string
  arguments: string
}

interface Choice {
  text: string
  refusal: string
  reasoning: string
  transcript: string
  sound: string
  /** By index; a call without one has a key of its own. */
  readonly calls: Map<unknown, Call>
  /** The predecessor of tool calls. */
  functionCall: Call | undefined
  finishReason: string | null
  lastFinishReason: string | null
  /** No finish reason yet, or the choice has grown since. */
  open: boolean
}

export interface Answer {
  /** By choice index, in the order in which the choices first appear. */
  readonly choices: ReadonlyMap<number, Choice>
  readonly id: string | undefined
  readonly model: string | undefined
  readonly created: number | undefined
  readonly usage: JsonObject | undefined
  /** Nothing was said after a payload with usage and no choices. */
  readonly usageIsLast: boolean
}

export function addUpByRows(payloads: readonly JsonObject[]): Answer {
  const choices = new Map<number, Choice>()
  let usageIsLast = false
  for (const payload of payloads) {
    const hasUsage = typeof (field(payload, 'usage') ?? undefined) === 'object'
    if (hasUsage && list(payload, 'choices').length === 0) usageIsLast = true
    for (const [position, wire] of list(payload, 'choices').entries()) {
      // C34: a choice without an index is the one at its position.
      const index = (field(wire, 'index') as number | undefined) ?? position
      const choice = choices.get(index) ?? newChoice()
      choices.set(index, choice)
      if (addToChoice(choice, wire)) usageIsLast = false
    }
  }
  return {
    choices,
    // C4, C5: the first value that says something.
    id: firstOf(payloads, 'id') as string | undefined,
    model: firstOf(payloads, 'model') as string | undefined,
    created: firstOf(payloads, 'created') as number | undefined,
    usage: addUpUsage(payloads),
    usageIsLast,
  }
}

function newChoice(): Choice {
  return {
    text: '',
    refusal: '',
    reasoning: '',
    transcript: '',
    sound: '',
    calls: new Map(),
    functionCall: undefined,
    finishReason: null,
    lastFinishReason: null,
    open: true,
  }
}

/** Says whether that says more than the choice had. */
function addToChoice(choice: Choice, wire: unknown): boolean {
  const delta = field(wire, 'delta')
  const text = contentOf(wire)
  const refusal = textOf(field(delta, 'refusal'))
  const reasoning = reasoningOf(delta)
  const transcript = textOf(field(field(delta, 'audio'), 'transcript'))
  const sound = textOf(field(field(delta, 'audio'), 'data'))
  const pieces = list(delta, 'tool_calls')
  const functionCall = field(delta, 'function_call')
  choice.text += text
  choice.refusal += refusal
  choice.reasoning += reasoning
  choice.transcript += transcript
  choice.sound += sound
  for (const piece of pieces) addToCalls(choice.calls, piece)
  if (typeof functionCall === 'object' && functionCall !== null) {
    choice.functionCall ??= { id: undefined, name: '', arguments: '' }
    addToCall(choice.functionCall, functionCall)
  }
  const grows =
    pieces.length > 0 || [text, refusal, reasoning, transcript, sound].some((piece) => piece !== '')
  // C17: missing, null and '' are no reasons. C19: the first one counts, and the last
  // one is kept. C19b: it is not the end.
  const reason = textOf(field(wire, 'finish_reason'))
  if (reason !== '') {
    choice.finishReason ??= reason
    choice.lastFinishReason = reason
    choice.open = false
  } else if (grows) {
    choice.open = true
  }
  return grows || reason !== ''
}

// C29: text parts among others. C40: the text beside the delta when there is no content in it.
function contentOf(wire: unknown): string {
  const content = field(field(wire, 'delta'), 'content')
  if (!Array.isArray(content)) return textOf(content ?? field(wire, 'text'))
  return content
    .filter((part) => field(part, 'type') === 'text')
    .map((part) => textOf(field(part, 'text')))
    .join('')
}

// C31: the names are aliases of one another, so one of them counts. C29: thinking parts.
function reasoningOf(delta: unknown): string {
  const thinking = list(delta, 'content').flatMap((part) => list(part, 'thinking'))
  const details = list(delta, 'reasoning_details')
  const aliases = [
    textOf(field(delta, 'reasoning_content')),
    textOf(field(delta, 'reasoning')),
    textOf(field(delta, 'reasoning_text')),
    details.map((each) => textOf(field(each, 'text') ?? field(each, 'summary'))).join(''),
    thinking.map((part) => textOf(field(part, 'text'))).join(''),
  ]
  return aliases.find((alias) => alias !== '') ?? ''
}

// C10: without an index a new id or, lacking that, a name opens a call; else it is the last one's.
function addToCalls(calls: Map<unknown, Call>, piece: unknown): void {
  const id = textOf(field(piece, 'id')) || undefined
  const body = field(piece, 'function')
  let key: unknown = field(piece, 'index') ?? undefined
  if (key === undefined) {
    const known = Array.from(calls).find(([, call]) => id !== undefined && call.id === id)?.[0]
    const opens = id !== undefined || textOf(field(body, 'name')) !== ''
    key = known ?? (opens ? {} : Array.from(calls.keys()).at(-1))
  }
  const call = calls.get(key) ?? { id: undefined, name: '', arguments: '' }
  calls.set(key, call)
  // C11, C12: '' and null are no ids, and a repeated one is no other.
  call.id ??= id
  addToCall(call, body)
}

// C12: assigned once. C26: null and absent arguments add nothing.
function addToCall(call: Call, body: unknown): void {
  call.name ||= textOf(field(body, 'name'))
  call.arguments += textOf(field(body, 'arguments'))
}

// C21, C22: the last value of each field that is not null. C23: where it may be.
function addUpUsage(payloads: readonly JsonObject[]): JsonObject | undefined {
  const reports = payloads
    .map(
      (payload) =>
        field(payload, 'usage') ??
        field(list(payload, 'choices')[0], 'usage') ??
        field(field(payload, 'x_groq'), 'usage'),
    )
    .filter((usage) => typeof usage === 'object' && usage !== null)
  if (reports.length === 0) return undefined
  const entries = reports.flatMap((usage) => Object.entries(usage as JsonObject))
  return Object.fromEntries(entries.filter(([, value]) => value !== null))
}

function firstOf(payloads: readonly JsonObject[], key: string): unknown {
  return payloads
    .map((payload) => field(payload, key))
    .find((value) => value !== undefined && value !== null && value !== '' && value !== 0)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
