// Events of Responses streams, short.

import { accumulateResponseSync, ResponseAccumulator, type ResponseUpdate } from '@sse/accumulate'
import { decodeResponsesStreamSync, type ResponseStreamEvent } from '@sse/responses'

export type Json = Record<string, unknown>

/** An event, of whatever shape. */
export function event(type: string, fields: Json = {}): ResponseStreamEvent {
  return { type, ...fields } as unknown as ResponseStreamEvent
}

/** What the type says it is, and more: for values that no type allows. */
export function bare(value: unknown): ResponseStreamEvent {
  return value as ResponseStreamEvent
}

export function lifecycle(status: string, fields: Json = {}): ResponseStreamEvent {
  const response = { id: 'resp_1', object: 'response', created_at: 1, model: 'm', output: [] }
  const state = status === 'created' ? 'in_progress' : status
  return event(`response.${status}`, { response: { ...response, status: state, ...fields } })
}

export const created: ResponseStreamEvent = lifecycle('created')
export const completed: ResponseStreamEvent = lifecycle('completed')

export function added(output_index: number, item: Json): ResponseStreamEvent {
  return event('response.output_item.added', { output_index, item })
}

export function done(output_index: number, item: Json): ResponseStreamEvent {
  return event('response.output_item.done', { output_index, item })
}

export function message(id: string, ...texts: string[]): Json {
  return {
    id,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: texts.map((each) => ({ type: 'output_text', text: each, annotations: [] })),
  }
}

export function call(id: string, name: string, json: string, fields: Json = {}): Json {
  const call_id = `call_${id}`
  return {
    id,
    type: 'function_call',
    call_id,
    name,
    arguments: json,
    status: 'completed',
    ...fields,
  }
}

export function text(delta: string, fields: Json = {}): ResponseStreamEvent {
  const where = { output_index: 0, content_index: 0, item_id: 'msg_1' }
  return event('response.output_text.delta', { ...where, delta, ...fields })
}

export function args(delta: string, fields: Json = {}): ResponseStreamEvent {
  const where = { output_index: 0, item_id: 'fc_1' }
  return event('response.function_call_arguments.delta', { ...where, delta, ...fields })
}

/** The bytes of an event stream with these events. */
export function bytesOf(events: readonly unknown[]): Uint8Array<ArrayBuffer> {
  const blocks = events.map(
    (each) => `event: ${(each as { type: string }).type}\ndata: ${JSON.stringify(each)}\n\n`,
  )
  return new TextEncoder().encode(blocks.join(''))
}

/** The response that the bytes of these events add up to. */
export function finalOf(events: readonly unknown[]): Json {
  return accumulateResponseSync(decodeResponsesStreamSync([bytesOf(events)])) as unknown as Json
}

/** The output of that response. */
export function outputOf(events: readonly unknown[]): Json[] {
  return finalOf(events)['output'] as Json[]
}

/** What pushing each gives, each update a copy of its own. */
export function updatesOf(events: readonly ResponseStreamEvent[]): ResponseUpdate[] {
  const accumulator = new ResponseAccumulator()
  const updates = events.flatMap((each) => structuredClone([...accumulator.push(each)]))
  return [...updates, ...accumulator.finishUpdates()]
}
