import type { ChatCompletionAudio, ChatCompletionFunctionCall } from '@sse/chat'
import type { AnyChatOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { appendParts, textOfParts } from './content-parts.ts'
import { isExpiring, takeAudio } from './growing-audio.ts'
import { GrowingCall, type GrowingCallState } from './growing-call.ts'
import { GrowingCalls, type GrowingCallsState } from './growing-calls.ts'
import { grow } from './growing-text.ts'
import { appendTo, isObject, type JSONObject, textOf } from './json-object.ts'
import { joinExtras } from './merge-extras.ts'
import {
  REASONING_KEYS,
  ReasoningChannel,
  type ReasoningChannelState,
} from './reasoning-channel.ts'
import { type FollowedText, TextDelta } from './text-delta.ts'

/** What a checkpoint keeps of a message, beside the message itself. */
export interface GrowingMessageState {
  readonly hasGrown: boolean
  readonly hasRole: boolean
  readonly reasoning: ReasoningChannelState
  readonly calls: GrowingCallsState | null
  readonly functionCall: GrowingCallState | null
}

type LiveMessage = JSONObject & { content: string | null; refusal: string | null }

const KNOWN: ReadonlySet<string> = new Set([
  'role',
  'content',
  'refusal',
  'tool_calls',
  'function_call',
  'audio',
  'annotations',
  'content_parts',
  'reasoning_details',
  ...REASONING_KEYS,
])

/** The message of one choice as it grows. */
export class GrowingMessage {
  /** The message of the completion. */
  readonly live: LiveMessage
  /** Something of an answer has come. */
  hasGrown = false
  readonly #choice: number
  readonly #options: AnyChatOptions
  readonly #reasoning: ReasoningChannel
  readonly #content: FollowedText
  #hasRole = false
  #calls: GrowingCalls | undefined
  // The call of the deprecated interface, as if it were one of a tool.
  #functionCall: GrowingCall | undefined
  // The calls that no finish reason has come after yet.
  readonly #unsealed: Set<GrowingCall> = new Set()

  /** Begins a message, or goes on with one that was kept. */
  constructor(
    choice: number,
    options: AnyChatOptions,
    live: unknown = { role: 'assistant', content: null, refusal: null },
    state?: GrowingMessageState,
  ) {
    this.live = live as LiveMessage
    this.#choice = choice
    this.#options = options
    this.#content = { text: this.live.content ?? '' }
    this.#reasoning = new ReasoningChannel(this.live, state?.reasoning)
    if (state === undefined) return
    this.hasGrown = state.hasGrown
    this.#hasRole = state.hasRole
    if (state.calls !== null) this.#keepCalls(state.calls)
    if (state.functionCall !== null) {
      this.#keepFunctionCall(this.live['function_call'], state.functionCall)
    }
    for (const call of this.#allCalls()) if (call.reason === '') this.#unsealed.add(call)
  }

  get state(): GrowingMessageState {
    return {
      hasGrown: this.hasGrown,
      hasRole: this.#hasRole,
      reasoning: this.#reasoning.state,
      calls: this.#calls?.state ?? null,
      functionCall: this.#functionCall?.state ?? null,
    }
  }

  get calls(): readonly GrowingCall[] {
    return this.#calls?.all ?? []
  }

  /** The last piece of the audio has come, which is an end too: OpenAI gives no finish reason then. */
  get hasWholeAudio(): boolean {
    return isExpiring(this.live['audio'])
  }

  /** Takes a delta, and the text that some servers put beside it. True when it makes the answer longer. */
  take(delta: JSONObject, text: unknown, updates: ChatUpdate[]): boolean {
    const { live } = this
    const choice = this.#choice
    const before = updates.length
    const { role, refusal, audio, annotations } = delta
    if (!this.#hasRole && textOf(role) !== '') {
      this.#hasRole = true
      live['role'] = role
    }
    this.#takeContent(delta, text, updates)
    const change = grow(live.refusal ?? '', textOf(refusal))
    if (change !== undefined) {
      live.refusal = change.snapshot
      updates.push({ type: 'refusal.delta', choice, ...change })
    }
    if (isObject(audio)) {
      takeAudio(live, audio, (key, grown) => {
        updates.push({ type: `audio.${key}.delta`, choice, ...grown })
      })
    }
    const hasCalls = this.#takeCalls(delta, updates)
    // OpenRouter sends lists, each with what is new. GitHub Copilot sends an object, the whole each time.
    if (Array.isArray(annotations) && annotations.length > 0) {
      appendTo(live, 'annotations', annotations)
    } else if (isObject(annotations) && !Array.isArray(live['annotations'])) {
      live['annotations'] = annotations
    }
    joinExtras(live, delta, KNOWN)
    const grows = hasCalls || updates.length > before
    if (grows) this.hasGrown = true
    return grows
  }

  /** A finish reason has come. */
  seal(reason: string): void {
    for (const call of this.#unsealed) call.reason = reason
    this.#unsealed.clear()
  }

  /** The stream is over: every tool call gets an id. */
  settle(): void {
    this.#calls?.settle(this.#choice)
  }

  /** The updates that end all but the tool calls; `functionCall` is whether that may be made. */
  done(updates: ChatUpdate[], allows: (call: GrowingCall) => boolean): void {
    const choice = this.#choice
    const { live } = this
    const { content, refusal, audio } = live
    const snapshot = this.#reasoning.text
    if (snapshot !== '') updates.push({ type: 'reasoning.done', choice, snapshot })
    if (content !== null) {
      const parsed = this.#options.schema && { parsed: live['parsed'] }
      updates.push({ type: 'content.done', choice, snapshot: content, ...parsed })
    }
    if (refusal !== null) updates.push({ type: 'refusal.done', choice, snapshot: refusal })
    if (isObject(audio)) {
      updates.push({ type: 'audio.done', choice, audio: audio as unknown as ChatCompletionAudio })
    }
    if (this.#functionCall !== undefined && allows(this.#functionCall)) {
      const functionCall = this.#functionCall.body as unknown as ChatCompletionFunctionCall
      updates.push({ type: 'function_call.done', choice, functionCall })
    }
  }

  /** Announces a call, once. */
  start(call: GrowingCall, updates: ChatUpdate[]): void {
    if (call.started || call === this.#functionCall) return
    call.started = true
    const { position: index, id, name } = call
    const kind = call.call['type'] as string
    const choice = this.#choice
    updates.push({ type: 'tool_call.start', choice, index, id: id || undefined, name, kind })
  }

  #takeContent(delta: JSONObject, text: unknown, updates: ChatUpdate[]): void {
    const choice = this.#choice
    const { live } = this
    const { cumulative = false } = this.#options
    const { content } = delta
    const isSpread = Array.isArray(content)
    // `ChatDecoder` has spread the parts already, and keeps them there.
    const parts: unknown = isSpread ? content : delta['content_parts']
    const thinking = isSpread ? textOfParts(content, 'thinking') : ''
    const reasoning = this.#reasoning.take(delta, thinking, cumulative)
    if (reasoning !== undefined) updates.push({ type: 'reasoning.delta', choice, ...reasoning })
    const piece = isSpread ? textOfParts(content, 'text') : textOf(content ?? text)
    const change = grow(live.content ?? '', piece, cumulative && !Array.isArray(parts))
    const before = live['content_parts']
    if (Array.isArray(parts)) {
      if (before === undefined) {
        live['content_parts'] = []
        this.#appendText(live.content ?? '')
      }
      appendParts(live['content_parts'] as JSONObject[], parts)
    } else if (before !== undefined) {
      this.#appendText(change?.delta ?? '')
    }
    if (change === undefined) return
    live.content = this.#content.text = change.snapshot
    this.#content.onChange?.(change)
    updates.push(new TextDelta('content.delta', choice, this.#content, change))
  }

  // Once some of the content came as parts, what came as text is one of them.
  #appendText(text: string): void {
    if (text !== '')
      appendParts(this.live['content_parts'] as JSONObject[], [{ type: 'text', text }])
  }

  #takeCalls(delta: JSONObject, updates: ChatUpdate[]): boolean {
    const { function_call: functionCall, tool_calls: pieces } = delta
    const hasFunctionCall =
      isObject(functionCall) &&
      (textOf(functionCall['name']) !== '' || (functionCall['arguments'] ?? '') !== '')
    if (hasFunctionCall) {
      this.#functionCall ??= this.#keepFunctionCall(
        (this.live['function_call'] = { name: '', arguments: '' }),
      )
      this.#takePiece(this.#functionCall, { function: functionCall }, updates)
    }
    const hasPieces = Array.isArray(pieces) && pieces.some(isObject)
    if (hasPieces) {
      this.#calls ??= this.#keepCalls()
      this.#calls.take(pieces, (call, piece) => this.#takePiece(call, piece, updates))
    }
    return hasFunctionCall || hasPieces
  }

  #takePiece(call: GrowingCall, piece: JSONObject, updates: ChatUpdate[]): void {
    const change = call.take(piece)
    call.reason = ''
    this.#unsealed.add(call)
    if (call.name !== '' || change !== undefined) this.start(call, updates)
    if (change === undefined) return
    const prefix = call === this.#functionCall ? 'function_call' : 'tool_call'
    const { position, name, followed, key } = call
    const index = prefix === 'tool_call' ? position : undefined
    const type = `${prefix}.${key}.delta` as 'tool_call.arguments.delta'
    updates.push(new TextDelta(type, this.#choice, followed, change, name, index) as ChatUpdate)
  }

  #keepCalls(state?: GrowingCallsState): GrowingCalls {
    const live = (this.live['tool_calls'] ??= []) as JSONObject[]
    return (this.#calls = new GrowingCalls(live, this.#options, state))
  }

  #keepFunctionCall(body: unknown, state?: GrowingCallState): GrowingCall {
    return (this.#functionCall = new GrowingCall(0, undefined, { id: '', function: body }, state))
  }

  #allCalls(): GrowingCall[] {
    return this.#functionCall === undefined ? [...this.calls] : [...this.calls, this.#functionCall]
  }
}
