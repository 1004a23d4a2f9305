import type {
  ChatCompletionAudio,
  ChatCompletionChoice,
  ChatCompletionFunctionCall,
  ChatCompletionMessageToolCall,
} from '@sse/chat'
import { appendLogprobs } from './append-logprobs.ts'
import type { AnyChatOptions } from './chat-accumulator-options.ts'
import { type CutChoice, worstOf } from './chat-result.ts'
import type { ChatUpdate, ChatUpdateOf } from './chat-update.ts'
import { ContentFilterFinishReasonError } from './content-filter-finish-reason-error.ts'
import { cutOf, isWholeReason } from './finish-reason.ts'
import { GrowingCall } from './growing-call.ts'
import { GrowingCalls } from './growing-calls.ts'
import { firstState, type GrowingChoiceState, type LiveChoice } from './growing-choice-state.ts'
import { GrowingReasoning } from './growing-reasoning.ts'
import { growAt, type TextChange } from './growing-text.ts'
import { appendTo, idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { AUDIO_FIELDS, CHOICE_FIELDS, MESSAGE_FIELDS } from './known-fields.ts'
import { LengthFinishReasonError } from './length-finish-reason-error.ts'
import { joinExtras, mergeExtras } from './merge-extras.ts'
import { questionsOf } from './schema-questions.ts'
import type { Failure, SchemaQuestion } from './structured-output.ts'
import { takeContent } from './take-content.ts'
import { type FollowedText, TextDelta } from './text-delta.ts'
import { markComplete } from './tool-call-state.ts'

/** What all choices of a stream have in common. */
export interface ChatContext {
  readonly options: AnyChatOptions
  /** Where updates go: those of one chunk, or of the end. */
  updates: ChatUpdate[]
}

type ChoiceUpdateType = Extract<ChatUpdate, { readonly choice: number }>['type']

/** One choice as it grows; as a text that is followed, its content. */
export class GrowingChoice implements FollowedText {
  readonly live: LiveChoice
  readonly state: GrowingChoiceState
  /** What schemas are asked when the stream is complete. */
  questions: readonly SchemaQuestion[] = []
  declare onChange?: (change: TextChange) => void
  readonly calls: GrowingCalls
  readonly #context: ChatContext
  readonly #reasoning: GrowingReasoning
  // As if it were one of a tool.
  #functionCall: GrowingCall | undefined

  /** Begins a choice, or goes on with one that was kept. */
  constructor(live: LiveChoice, context: ChatContext, state: GrowingChoiceState = firstState()) {
    const { message } = live
    this.live = live
    this.state = state
    this.#context = context
    this.#reasoning = new GrowingReasoning(message, state.reasoning)
    this.calls = new GrowingCalls(message, context.options, state.calls)
    if (state.functionCall !== undefined) this.#openFunctionCall()
  }

  get text(): string {
    return this.live.message.content ?? ''
  }

  /** It has ended, as far as can be told from it. */
  get ended(): boolean {
    const { reasons, turn } = this.state
    if (reasons.length > 0 && reasons.length > turn) return true
    // The last piece of the audio is an end too: OpenAI gives no finish reason then.
    const expiry = this.live.message.audio?.['expires_at']
    return typeof expiry === 'number' && expiry > 0
  }

  /** Something of an answer has come. */
  get hasGrown(): boolean {
    return this.state.turn >= 0
  }

  /** What cut the answer off, if anything did, by the finish reasons that say so. */
  get cuts(): CutChoice[] {
    const { index: choice } = this.live
    return [this.state.reasons[0] ?? '', this.#lastReason].flatMap((reason) => {
      const kind = cutOf(reason)
      return kind === undefined ? [] : [{ kind, reason, choice, error: this.live['error'] }]
    })
  }

  /** Why the choice is not done although the stream is complete, if schemas were asked for. */
  get failure(): Failure | undefined {
    const { schema, tools } = this.#context.options
    const kind = schema || tools ? worstOf(this.cuts)?.kind : undefined
    if (kind === 'length') return { error: new LengthFinishReasonError() }
    if (kind === 'filter') return { error: new ContentFilterFinishReasonError() }
    return this.questions.find(({ failure }) => failure)?.failure
  }

  /** Takes what a chunk says about this choice. True when that makes the answer longer. */
  take(choice: JSONObject): boolean {
    const { live, state } = this
    const { delta, message, token_ids: tokens } = choice
    const grows = this.#takeDelta(isObject(delta) ? delta : {}, choice['text'])
    this.#say('logprobs', appendLogprobs(live, choice['logprobs']))
    if (grows) state.turn = state.reasons.length
    if (isObject(message) && !this.hasGrown) state.whole = message
    mergeExtras(live, choice, CHOICE_FIELDS)
    // vLLM: the tokens of this delta.
    if (Array.isArray(tokens)) appendTo(live, 'token_ids', tokens)
    const reason = textOf(choice['finish_reason'])
    if (reason === '') return grows
    state.reasons.push(reason)
    live.finish_reason ??= reason
    if (reason === live.finish_reason) delete live['last_finish_reason']
    else live['last_finish_reason'] = reason
    return grows
  }

  /** The stream is over: what was held back takes its place, and every tool call gets an id. */
  settle(): void {
    const { state } = this
    if (isObject(state.whole) && !this.hasGrown) {
      this.#takeDelta(state.whole)
      // It comes before whatever reason came beside it.
      if (this.#lastReason !== '') state.reasons.push(this.#lastReason)
    }
    delete state.whole
    this.calls.settle(this.live.index)
  }

  /** The stream is complete: there are `questions`, for a choice at this place in `choices`. */
  ask(place: number): void {
    this.questions = questionsOf(this, place, this.#context.options)
  }

  /** Whether a call is all there. */
  isWhole(call: GrowingCall): boolean {
    return call.canBeWhole && (isWholeReason(this.#reasonOf(call)) || this.#allows(call))
  }

  /** Gives the updates that end this choice, when the stream is complete. */
  done(): void {
    const { live, state } = this
    const { content, refusal, audio, parsed } = live.message
    const snapshot = state.reasoning.text
    if (snapshot !== '') this.#say('reasoning.done', { snapshot })
    if (content !== null) {
      this.#say('content.done', {
        snapshot: content,
        ...(this.#context.options.schema && { parsed }),
      })
    }
    if (refusal !== null) this.#say('refusal.done', { snapshot: refusal })
    if (audio) this.#say('audio.done', { audio: audio as unknown as ChatCompletionAudio })
    const functionCall = this.#functionCall
    if (functionCall && this.#allows(functionCall)) {
      const body = functionCall.body as unknown as ChatCompletionFunctionCall
      this.#say('function_call.done', { functionCall: body })
    }
    const allowed = this.calls.all.filter((call) => this.#allows(call))
    const toolCalls = allowed.map((call) => {
      const toolCall = call.call as unknown as ChatCompletionMessageToolCall
      markComplete(toolCall)
      const idIsLocal = this.calls.hasLocalId(call)
      this.#say('tool_call.done', { index: call.position!, toolCall, idIsLocal })
      return toolCall
    })
    this.#say('choice.done', {
      finishReason: live.finish_reason,
      lastFinishReason: this.#lastReason || null,
      toolCalls,
      snapshot: live as unknown as ChatCompletionChoice,
    })
  }

  // Gives an update, if there is anything to say.
  #say<Type extends ChoiceUpdateType>(
    type: Type,
    fields: Omit<ChatUpdateOf<Type>, 'type' | 'choice'> | undefined,
  ): void {
    if (fields === undefined) return
    const update = { type, choice: this.live.index, ...fields }
    this.#context.updates.push(update as unknown as ChatUpdate)
  }

  // True when it makes the answer longer.
  #takeDelta(delta: JSONObject, beside?: unknown): boolean {
    const {
      state,
      live: { message, index },
    } = this
    const { updates, options } = this.#context
    const { cumulative } = options
    const before = updates.length
    const { role, refusal, audio, annotations } = delta
    if (!state.hasRole && textOf(role) !== '') {
      state.hasRole = true
      message['role'] = role
    }
    this.#say('reasoning.delta', this.#reasoning.take(delta, cumulative))
    const change = takeContent(message, delta, beside, cumulative)
    if (change) {
      this.onChange?.(change)
      updates.push(new TextDelta('content.delta', index, this, change))
    }
    this.#say('refusal.delta', growAt(message, 'refusal', textOf(refusal)))
    if (isObject(audio)) this.#takeAudio(audio)
    const hasCalls = this.#takeCalls(delta)
    // OpenRouter sends lists, each with what is new. GitHub Copilot sends an object, the whole each time.
    if (Array.isArray(annotations) && annotations.length > 0) {
      appendTo(message, 'annotations', annotations)
    } else if (isObject(annotations) && !Array.isArray(message['annotations'])) {
      message['annotations'] = annotations
    }
    joinExtras(message, delta, MESSAGE_FIELDS)
    return hasCalls || updates.length > before
  }

  // `data` and `transcript` are appended, the first `id` stays; `expires_at` comes with the last piece.
  // The pieces of `data` that OpenAI sends end on a whole number of base64 quartets, so appending them
  // is joining the sound.
  #takeAudio(piece: JSONObject): void {
    const empty = { id: '', data: '', transcript: '', expires_at: 0 }
    const audio = (this.live.message.audio ??= empty)
    audio['id'] ||= idOf(piece['id'])
    joinExtras(audio, piece, AUDIO_FIELDS)
    for (const key of ['transcript', 'data'] as const) {
      this.#say(`audio.${key}.delta`, growAt(audio, key, textOf(piece[key])))
    }
  }

  #takeCalls({ function_call: body, tool_calls: pieces }: JSONObject): boolean {
    let hasCalls =
      isObject(body) && (textOf(body['name']) !== '' || (body['arguments'] ?? '') !== '')
    if (hasCalls) {
      this.#takePiece(this.#functionCall ?? this.#openFunctionCall(), { function: body })
    }
    if (!Array.isArray(pieces)) return hasCalls
    // Several that tell nothing are the last several calls.
    const first = pieces.length > 1 ? this.calls.all.length - pieces.length : -1
    for (let place = 0; place < pieces.length; place++) {
      const piece: unknown = pieces[place]
      if (!isObject(piece)) continue
      hasCalls = true
      this.#takePiece(this.calls.callOf(piece, place, first), piece)
    }
    return hasCalls
  }

  #takePiece(call: GrowingCall, piece: JSONObject): void {
    const { started } = call
    const change = call.take(piece)
    call.state.turn = this.state.reasons.length
    if (!started && call.started) this.#start(call)
    if (change === undefined) return
    const { position, name, update } = call
    const delta = new TextDelta(update, this.live.index, call, change, name, position)
    this.#context.updates.push(delta as ChatUpdate)
  }

  #start({ position: index, id, name, call }: GrowingCall): void {
    if (index === undefined) return
    const kind = call['type'] as string
    this.#say('tool_call.start', { index, id: id || undefined, name, kind })
  }

  #openFunctionCall(): GrowingCall {
    const body = (this.live.message['function_call'] ??= { name: '', arguments: '' })
    const call = new GrowingCall(undefined, { id: '', function: body }, this.state.functionCall)
    this.state.functionCall = call.state
    return (this.#functionCall = call)
  }

  get #lastReason(): string {
    return this.state.reasons.at(-1) ?? ''
  }

  // The finish reason that came after the last piece of a call; `''` while there is none.
  #reasonOf({ state }: GrowingCall): string {
    return this.state.reasons[state.turn] ?? ''
  }

  #allows(call: GrowingCall): boolean {
    const reason = this.#reasonOf(call)
    if (!call.canBeWhole || cutOf(reason || this.#lastReason) !== undefined) return false
    // Whatever the reason, JSON that was cut off is not whole. Where there is nothing to be whole, as in
    // free text, a finish reason after it has to say so: that the stream is over is not enough.
    return call.whole || (isWholeReason(reason) && call.isReadable)
  }
}
