import { isObject, type JSONObject } from './json-object.ts'
import { isEmpty } from './response-form.ts'

/** A kind of text that arrives in pieces, and where it is in an item of the output. */
export interface TextChannel {
  /** What its events have between `response.` and the verb. */
  readonly stem: string
  /** What the types of its updates begin with. */
  readonly name: string
  /** The types of its updates. */
  readonly delta: string
  readonly done: string
  /** The type of the items that have it; `''` when any may. */
  readonly item: string
  /** The field with the text: of the part, or of the item. */
  readonly field: string
  /** The list that it is in, if it is in one: of parts, or of texts. */
  readonly list?: string | undefined
  /** The field of events with the position in the list. */
  readonly index?: string | undefined
  /** The type of the parts that have it, where parts have types. */
  readonly part?: string | undefined
  /** Whether it is what a call of a tool is made with. */
  readonly isOfCall: boolean
}

/** Takes a text that arrives in pieces, and where it is. */
export type Visit = (channel: TextChannel, position: number, text: string) => void

const CHANNELS: readonly TextChannel[] = [
  channel('output_text', 'content', 'message', 'text', 'content', 'output_text'),
  channel('refusal', 'refusal', 'message', 'refusal', 'content', 'refusal'),
  channel('reasoning_text', 'reasoning', 'reasoning', 'text', 'content', 'reasoning_text'),
  channel(
    'reasoning_summary_text',
    'reasoning_summary',
    'reasoning',
    'text',
    'summary',
    'summary_text',
  ),
  channel('stdout', 'stdout', 'shell_call_output', 'stdout', 'output'),
  channel('stderr', 'stderr', 'shell_call_output', 'stderr', 'output'),
  channel('shell_call_command', 'command', 'shell_call', 'command', 'commands'),
  channel('function_call_arguments', 'tool_call.arguments', 'function_call', 'arguments'),
  channel('mcp_call_arguments', 'tool_call.arguments', 'mcp_call', 'arguments'),
  channel('custom_tool_call_input', 'tool_call.input', 'custom_tool_call', 'input'),
  channel('code_interpreter_call_code', 'code', 'code_interpreter_call', 'code'),
  // In no type of OpenAI's, but sent by OpenAI.
  channel('apply_patch_call_operation_diff', 'diff', 'apply_patch_call', 'diff'),
  channel('audio', 'audio.data', 'audio', 'data'),
  channel('audio.transcript', 'audio.transcript', 'audio', 'transcript'),
]

/** The channel of events that are about a text; undefined when it is none that is known here. */
export function channelOf(stem: string): TextChannel | undefined {
  return CHANNELS.find((each) => each.stem === stem)
}

/** Whether parts of this type hold a text that arrives in pieces. */
export function isTextPart(type: unknown): boolean {
  return type !== undefined && CHANNELS.some(({ part }) => part === type)
}

/** A text of a kind that is not known here. */
export function otherChannel(field: string): TextChannel {
  return channel(`other.${field}`, 'other', '', field)
}

function channel(
  stem: string,
  name: string,
  item: string,
  field: string,
  list?: string,
  part?: string,
): TextChannel {
  const isOfCommand = list === 'commands' || list === 'output'
  const index = list && (isOfCommand ? 'command_index' : `${list}_index`)
  const isOfCall = name.startsWith('tool_call')
  const types = { delta: `${name}.delta`, done: `${name}.done` }
  return { stem, name, ...types, item, field, list, index, part, isOfCall }
}

// What no text of a kind that is not known here is put into.
const KNOWN =
  'id,type,status,role,name,call_id,phase,arguments,input,code,content,summary,action,operation,output,error'.split(
    ',',
  )

/** Whether a field of an item is free for a text of a kind that is not known here. */
export function isFreeField(item: JSONObject, field: string): boolean {
  const value = Object.hasOwn(item, field) ? item[field] : ''
  return !(field in {}) && !KNOWN.includes(field) && typeof value === 'string'
}

/** Gives the texts of a part of an item that arrive in pieces. */
export function eachPartText(list: string, part: unknown, position: number, visit: Visit): void {
  if (!isObject(part)) return
  for (const each of CHANNELS) {
    const isHere = each.list === list && (!each.part || each.part === part['type'])
    const text = isHere && part[each.field]
    if (typeof text === 'string') visit(each, position, text)
  }
}

/** Gives the texts of an item that arrive in pieces; of those fields only that a form of it has. */
export function eachText(item: JSONObject, visit: Visit, form: JSONObject = item): void {
  const { type, action, operation } = item
  for (const list of ['content', 'summary', 'output']) {
    const parts = saysSomething(form[list]) && item[list]
    if (Array.isArray(parts)) parts.forEach((part, at) => eachPartText(list, part, at, visit))
  }
  for (const each of CHANNELS) {
    const { list, field } = each
    const key = list ? 'action' : field === 'diff' ? 'operation' : field
    if (each.item !== type || !saysSomething(form[key])) continue
    const commands = list === 'commands' && isObject(action) && action[list]
    const owner = field === 'diff' ? operation : item
    const texts = list ? commands : isObject(owner) && [owner[field]]
    if (!Array.isArray(texts)) continue
    for (const [at, text] of texts.entries()) if (typeof text === 'string') visit(each, at, text)
  }
}

// An empty list or object announces what is still to come.
function saysSomething(value: unknown): boolean {
  return !isEmpty(value) && !(isObject(value) && Object.keys(value).length === 0)
}

/** The object with the field of an item that holds its text: the item, or what it is to do. */
export function fieldOwner(item: JSONObject, field: string): JSONObject {
  return field === 'diff' ? objectIn(item, 'operation') : item
}

/** The object that is a field of another one; it is made when there is none. */
export function objectIn(owner: JSONObject, key: string): JSONObject {
  const value = owner[key]
  return isObject(value) ? value : (owner[key] = {})
}

/** The list that is a field of an object; it is made when there is none. */
export function listIn(owner: JSONObject, key: string): unknown[] {
  const value = owner[key]
  return Array.isArray(value) ? value : (owner[key] = [])
}
