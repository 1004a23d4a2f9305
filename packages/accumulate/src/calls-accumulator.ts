import type { ChatCompletionFunctionCall, ChatCompletionMessageToolCall } from '@sse/chat'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { GrowingCall } from './growing-call.ts'
import { shown } from './growing-text.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import { mergeExtras } from './merge-extras.ts'
import type { ToolCallSlot } from './tool-call-slot.ts'
import { ToolCallSlots, type ToolCallSlotsState } from './tool-call-slots.ts'

/** What a checkpoint keeps of the calls of a message, beside the calls themselves. */
export interface CallsAccumulatorState {
  readonly toolCalls: ToolCallSlotsState | null
  /** The finish reason after the deprecated function call; null when there is no such call. */
  readonly functionCall: string | null
}

const KNOWN: ReadonlySet<string> = new Set(['name', 'arguments'])

/**
 * The tool calls of one message and the call of the deprecated function interface, as they grow.
 *
 * Each is sealed with the finish reason that comes after its last piece, for a server may go on with
 * another call after the reason of the first (Together).
 */
export class CallsAccumulator {
  readonly #choice: number
  readonly #options: ChatAccumulatorOptions
  readonly #message: JSONObject
  #toolCalls: ToolCallSlots | undefined
  #functionCall: GrowingCall | undefined
  // The calls that no finish reason has come after yet.
  readonly #unsealed: Set<GrowingCall> = new Set()
  // The calls whose id was made up here.
  readonly #local: Set<ToolCallSlot> = new Set()

  constructor(
    message: JSONObject,
    choice: number,
    options: ChatAccumulatorOptions,
    state?: CallsAccumulatorState,
  ) {
    this.#message = message
    this.#choice = choice
    this.#options = options
    if (state !== undefined) this.#restore(state)
  }

  get state(): CallsAccumulatorState {
    return {
      toolCalls: this.#toolCalls?.state ?? null,
      functionCall: this.#functionCall?.reason ?? null,
    }
  }

  /** Takes a delta. True when there was a piece of a call in it. */
  take(delta: JSONObject, updates: ChatUpdate[]): boolean {
    const { function_call: functionCall, tool_calls: pieces } = delta
    const hasFunctionCall =
      isObject(functionCall) &&
      (textOf(functionCall['name']) !== '' || (functionCall['arguments'] ?? '') !== '')
    if (hasFunctionCall) this.#takeFunctionCall(functionCall, updates)
    const hasPieces = Array.isArray(pieces) && pieces.some(isObject)
    if (hasPieces) {
      if (this.#toolCalls === undefined) {
        this.#toolCalls = new ToolCallSlots(this.#options)
        this.#message['tool_calls'] = this.#toolCalls.calls
      }
      this.#toolCalls.take(pieces, (slot, piece) => this.#takePiece(slot, piece, updates))
    }
    return hasFunctionCall || hasPieces
  }

  /** A finish reason has come. */
  seal(reason: string): void {
    for (const call of this.#unsealed) call.reason = reason
    this.#unsealed.clear()
  }

  /** The stream is over: every tool call gets an id. */
  settle(): void {
    for (const slot of this.#toolCalls?.slots ?? []) {
      if (this.#toolCalls!.ensureId(slot, this.#choice)) this.#local.add(slot)
    }
  }

  /** The updates that end the calls which `allows` lets through; gives the tool calls among them. */
  done(
    updates: ChatUpdate[],
    allows: (call: GrowingCall) => boolean,
  ): ChatCompletionMessageToolCall[] {
    const choice = this.#choice
    const toolCalls: ChatCompletionMessageToolCall[] = []
    if (this.#functionCall !== undefined && allows(this.#functionCall)) {
      const functionCall = this.#functionCall.body as unknown as ChatCompletionFunctionCall
      updates.push({ type: 'function_call.done', choice, functionCall })
    }
    for (const slot of this.#toolCalls?.slots ?? []) {
      if (!allows(slot.growing)) continue
      if (!slot.started) this.#start(slot, updates)
      const toolCall = slot.call as unknown as ChatCompletionMessageToolCall
      const idIsLocal = this.#local.has(slot)
      updates.push({ type: 'tool_call.done', choice, index: slot.position, toolCall, idIsLocal })
      toolCalls.push(toolCall)
    }
    return toolCalls
  }

  #restore(state: CallsAccumulatorState): void {
    if (state.toolCalls !== null) {
      const calls = this.#message['tool_calls'] as JSONObject[]
      this.#toolCalls = ToolCallSlots.restore(state.toolCalls, calls, this.#options)
      this.#message['tool_calls'] = this.#toolCalls.calls
      for (const { growing } of this.#toolCalls.slots) this.#note(growing)
    }
    if (state.functionCall !== null) {
      const body = this.#message['function_call'] as JSONObject
      this.#functionCall = new GrowingCall(body, 'arguments', state.functionCall)
      this.#note(this.#functionCall)
    }
  }

  #takePiece(slot: ToolCallSlot, piece: JSONObject, updates: ChatUpdate[]): void {
    const change = slot.take(piece)
    const { growing } = slot
    growing.reason = ''
    this.#note(growing)
    if (!slot.started && (growing.name !== '' || change !== undefined)) this.#start(slot, updates)
    if (change === undefined) return
    const type = slot.isCustom ? 'tool_call.input.delta' : 'tool_call.arguments.delta'
    const { position: index } = slot
    updates.push({ type, choice: this.#choice, index, name: growing.name, ...shown(change) })
  }

  #takeFunctionCall(piece: JSONObject, updates: ChatUpdate[]): void {
    if (this.#functionCall === undefined) {
      const body = { name: '', arguments: '' }
      this.#message['function_call'] = body
      this.#functionCall = new GrowingCall(body, 'arguments')
    }
    const call = this.#functionCall
    mergeExtras(call.body, piece, KNOWN)
    call.takeName(textOf(piece['name']))
    const change = call.takeText(piece['arguments'])
    call.reason = ''
    this.#note(call)
    if (change === undefined) return
    const type = 'function_call.arguments.delta'
    updates.push({ type, choice: this.#choice, name: call.name, ...shown(change) })
  }

  #start(slot: ToolCallSlot, updates: ChatUpdate[]): void {
    slot.started = true
    updates.push({
      type: 'tool_call.start',
      choice: this.#choice,
      index: slot.position,
      id: slot.id === '' ? undefined : slot.id,
      name: slot.growing.name,
      kind: slot.call['type'] as string,
    })
  }

  #note(call: GrowingCall): void {
    if (call.reason === '') this.#unsealed.add(call)
  }
}
