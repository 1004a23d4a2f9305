import type { AnyChatOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate, ChatUpdateOf } from './chat-update.ts'
import { appendParts, textOfParts } from './content-parts.ts'
import { GrowingCall, type GrowingCallState } from './growing-call.ts'
import { GrowingCalls, type GrowingCallsState } from './growing-calls.ts'
import {
  GrowingReasoning,
  type GrowingReasoningState,
  REASONING_KEYS,
} from './growing-reasoning.ts'
import { growAt, type TextChange } from './growing-text.ts'
import { appendTo, idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { joinExtras } from './merge-extras.ts'
import { type FollowedText, TextDelta } from './text-delta.ts'

/** What a checkpoint keeps of a message, beside the message itself. */
export interface GrowingMessageState {
  /** Something of an answer has come. */
  hasGrown: boolean
  hasRole: boolean
  readonly reasoning?: GrowingReasoningState
  readonly calls?: GrowingCallsState
  functionCall?: GrowingCallState
  /** The finish reasons that came after pieces of calls, the first after each. */
  readonly reasons: string[]
  /** There was such a piece since the last of them. */
  isUnsealed: boolean
}

/** The message of a completion. */
export type LiveMessage = JSONObject & {
  content: string | null
  refusal: string | null
  audio?: JSONObject
  content_parts?: JSONObject[]
}

/** Where updates go. */
export interface UpdateSink {
  updates: ChatUpdate[]
}

type ChoiceUpdateType = Extract<ChatUpdate, { readonly choice: number }>['type']

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

const AUDIO_KEYS: ReadonlySet<string> = new Set(['id', 'data', 'transcript'])

/** The message of one choice as it grows: as a text that is followed, its content. */
export class GrowingMessage implements FollowedText {
  readonly live: LiveMessage
  readonly state: GrowingMessageState
  readonly reasoning: GrowingReasoning
  readonly calls: GrowingCalls
  /** The call of the deprecated interface, as if it were one of a tool. */
  functionCall: GrowingCall | undefined
  declare onChange?: (change: TextChange) => void
  readonly #choice: number
  readonly #options: AnyChatOptions
  readonly #sink: UpdateSink

  /** Begins a message, or goes on with one that was kept. */
  constructor(
    choice: number,
    options: AnyChatOptions,
    sink: UpdateSink,
    live: LiveMessage,
    state?: GrowingMessageState,
  ) {
    this.live = live
    this.#choice = choice
    this.#options = options
    this.#sink = sink
    this.reasoning = new GrowingReasoning(live, state?.reasoning)
    this.calls = new GrowingCalls(live, options, state?.calls)
    this.state = {
      hasGrown: false,
      hasRole: false,
      reasons: [],
      isUnsealed: false,
      ...state,
      reasoning: this.reasoning.state,
      calls: this.calls.state,
    }
    if (state?.functionCall !== undefined) this.#openFunctionCall(state.functionCall)
  }

  /** The content. */
  get text(): string {
    return this.live.content ?? ''
  }

  /** The last piece of the audio has come, which is an end too: OpenAI gives no finish reason then. */
  get hasWholeAudio(): boolean {
    const expiry = this.live.audio?.['expires_at']
    return typeof expiry === 'number' && expiry > 0
  }

  /** Gives an update about the choice. */
  say<Type extends ChoiceUpdateType>(
    type: Type,
    fields: Omit<ChatUpdateOf<Type>, 'type' | 'choice'>,
  ): void {
    this.#sink.updates.push({ type, choice: this.#choice, ...fields } as unknown as ChatUpdate)
  }

  /** Takes a delta, and the text that some servers put beside it. True when it makes the answer longer. */
  take(delta: JSONObject, text: unknown): boolean {
    const { live, state } = this
    const { updates } = this.#sink
    const before = updates.length
    const { role, refusal, audio, annotations } = delta
    if (!state.hasRole && textOf(role) !== '') {
      state.hasRole = true
      live['role'] = role
    }
    this.#takeContent(delta, text)
    this.#sayGrown('refusal.delta', growAt(live, 'refusal', textOf(refusal)))
    if (isObject(audio)) this.#takeAudio(audio)
    const hasCalls = this.#takeCalls(delta)
    // OpenRouter sends lists, each with what is new. GitHub Copilot sends an object, the whole each time.
    if (Array.isArray(annotations) && annotations.length > 0) {
      appendTo(live, 'annotations', annotations)
    } else if (isObject(annotations) && !Array.isArray(live['annotations'])) {
      live['annotations'] = annotations
    }
    joinExtras(live, delta, KNOWN)
    const grows = hasCalls || updates.length > before
    if (grows) state.hasGrown = true
    return grows
  }

  /** A finish reason has come. */
  seal(reason: string): void {
    const { state } = this
    if (state.isUnsealed) state.reasons.push(reason)
    state.isUnsealed = false
  }

  /** The finish reason that came after the last piece of a call; `''` while there is none. */
  reasonOf({ state }: GrowingCall): string {
    return this.state.reasons[state.turn] ?? ''
  }

  /** Announces a call. */
  start({ position: index, id, name, call }: GrowingCall): void {
    if (index === undefined) return
    this.say('tool_call.start', { index, id: id || undefined, name, kind: call['type'] as string })
  }

  #sayGrown(
    type: 'refusal.delta' | 'reasoning.delta' | 'audio.transcript.delta' | 'audio.data.delta',
    change: TextChange | undefined,
  ): void {
    if (change !== undefined) this.say(type, change)
  }

  #takeContent(delta: JSONObject, text: unknown): void {
    const { live } = this
    const { cumulative } = this.#options
    const { content } = delta
    const isSpread = Array.isArray(content)
    // `ChatDecoder` has spread the parts already, and keeps them there.
    const parts: unknown = isSpread ? content : delta['content_parts']
    const hasParts = Array.isArray(parts)
    const thinking = isSpread ? textOfParts(content, 'thinking') : ''
    this.#sayGrown('reasoning.delta', this.reasoning.take(delta, thinking, cumulative))
    const before = this.text
    const piece = isSpread ? textOfParts(content, 'text') : textOf(content ?? text)
    const change = growAt(live, 'content', piece, cumulative && !hasParts)
    if (hasParts) {
      // Once some of the content came as parts, what came as text is one of them.
      live.content_parts ??= before === '' ? [] : [{ type: 'text', text: before }]
      appendParts(live.content_parts, parts)
    }
    if (change === undefined) return
    if (!hasParts && live.content_parts) {
      appendParts(live.content_parts, [{ type: 'text', text: change.delta }])
    }
    this.onChange?.(change)
    this.#sink.updates.push(new TextDelta('content.delta', this.#choice, this, change))
  }

  // `data` and `transcript` are appended, the first `id` stays; `expires_at` comes with the last piece.
  // The pieces of `data` that OpenAI sends end on a whole number of base64 quartets, so appending them
  // is joining the sound.
  #takeAudio(piece: JSONObject): void {
    const audio = (this.live.audio ??= { id: '', data: '', transcript: '', expires_at: 0 })
    if (audio['id'] === '') audio['id'] = idOf(piece['id'])
    joinExtras(audio, piece, AUDIO_KEYS)
    for (const key of ['transcript', 'data'] as const) {
      this.#sayGrown(`audio.${key}.delta`, growAt(audio, key, textOf(piece[key])))
    }
  }

  #takeCalls({ function_call: body, tool_calls: pieces }: JSONObject): boolean {
    const hasFunctionCall =
      isObject(body) && (textOf(body['name']) !== '' || (body['arguments'] ?? '') !== '')
    if (hasFunctionCall) {
      this.live['function_call'] ??= { name: '', arguments: '' }
      this.#takePiece(this.functionCall ?? this.#openFunctionCall(), { function: body })
    }
    const hasPieces = Array.isArray(pieces) && pieces.some(isObject)
    if (hasPieces) {
      this.calls.take(pieces, (call, piece) => {
        this.#takePiece(call, piece)
      })
    }
    return hasFunctionCall || hasPieces
  }

  #takePiece(call: GrowingCall, piece: JSONObject): void {
    const { state } = this
    const { started } = call
    const change = call.take(piece)
    call.state.turn = state.reasons.length
    state.isUnsealed = true
    if (!started && call.started) this.start(call)
    if (change === undefined) return
    const { position, name, key } = call
    const type = `${position === undefined ? 'function_call' : 'tool_call'}.${key}.delta`
    const update = new TextDelta(type, this.#choice, call, change, name, position)
    this.#sink.updates.push(update as ChatUpdate)
  }

  #openFunctionCall(state?: GrowingCallState): GrowingCall {
    const body = this.live['function_call']
    const call = new GrowingCall(undefined, { id: '', function: body }, state)
    this.state.functionCall = call.state
    return (this.functionCall = call)
  }
}
