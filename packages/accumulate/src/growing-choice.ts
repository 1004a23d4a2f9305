import type {
  ChatCompletionAudio,
  ChatCompletionChoice,
  ChatCompletionFunctionCall,
  ChatCompletionMessageToolCall,
} from '@sse/chat'
import { appendLogprobs } from './append-logprobs.ts'
import type { AnyChatOptions } from './chat-accumulator-options.ts'
import { type CutChoice, worstOf } from './chat-result.ts'
import { ContentFilterFinishReasonError } from './content-filter-finish-reason-error.ts'
import { cutOf, isWholeReason } from './finish-reason.ts'
import type { GrowingCall } from './growing-call.ts'
import {
  GrowingMessage,
  type GrowingMessageState,
  type LiveMessage,
  type UpdateSink,
} from './growing-message.ts'
import { appendTo, isObject, type JSONObject, textOf } from './json-object.ts'
import { LengthFinishReasonError } from './length-finish-reason-error.ts'
import { mergeExtras } from './merge-extras.ts'
import type { Failure, SchemaQuestion } from './structured-output.ts'
import { markComplete } from './tool-call-state.ts'

/** What a checkpoint keeps of a choice, beside what is in the completion. */
export interface GrowingChoiceState {
  /** No finish reason yet, or the choice has grown since: Together goes on with a second tool call. */
  open: boolean
  lastFinishReason: string
  /** The whole message that Perplexity and Writer send beside every delta. */
  whole?: unknown
  readonly message: GrowingMessageState
}

/** The choice of a completion. */
export type LiveChoice = JSONObject & {
  readonly index: number
  readonly message: LiveMessage
  finish_reason: string | null
}

const KNOWN: ReadonlySet<string> = new Set([
  'index',
  'delta',
  'finish_reason',
  'logprobs',
  'message',
  'text',
  'usage',
  'token_ids',
])

/** One choice as it grows. */
export class GrowingChoice {
  readonly live: LiveChoice
  readonly state: GrowingChoiceState
  /** What schemas are asked when the stream is complete. */
  readonly questions: SchemaQuestion[] = []
  readonly #options: AnyChatOptions
  readonly #message: GrowingMessage

  /** Begins a choice, or goes on with one that was kept. */
  constructor(
    live: LiveChoice,
    options: AnyChatOptions,
    sink: UpdateSink,
    state?: GrowingChoiceState,
  ) {
    this.live = live
    this.#options = options
    this.#message = new GrowingMessage(live.index, options, sink, live.message, state?.message)
    this.state = { open: true, lastFinishReason: '', ...state, message: this.#message.state }
  }

  /** It has ended, as far as can be told from it. */
  get ended(): boolean {
    return !this.state.open || this.#message.hasWholeAudio
  }

  /** A finish reason has come. */
  get hasReason(): boolean {
    return this.live.finish_reason !== null
  }

  /** Something of an answer has come. */
  get hasGrown(): boolean {
    return this.#message.state.hasGrown
  }

  /** What cut the answer off, if anything did, by the finish reasons that say so. */
  get cuts(): CutChoice[] {
    const { finish_reason: first, index: choice } = this.live
    return [first ?? '', this.state.lastFinishReason].flatMap((reason) => {
      const kind = cutOf(reason)
      return kind === undefined ? [] : [{ kind, reason, choice }]
    })
  }

  /** Why the choice is not done although the stream is complete, if schemas were asked for. */
  get failure(): Failure | undefined {
    const { schema, tools } = this.#options
    const kind = schema || tools ? worstOf(this.cuts)?.kind : undefined
    if (kind === 'length') return { error: new LengthFinishReasonError() }
    if (kind === 'filter') return { error: new ContentFilterFinishReasonError() }
    return this.questions.find(({ failure }) => failure)?.failure
  }

  /** Takes what a chunk says about this choice. True when that makes the answer longer. */
  take(choice: JSONObject): boolean {
    const { live, state } = this
    const message = this.#message
    const { delta, message: whole, token_ids: tokens } = choice
    const grows = message.take(isObject(delta) ? delta : {}, choice['text'])
    const logprobs = appendLogprobs(live, choice['logprobs'])
    if (logprobs !== undefined) {
      const snapshot = (live as unknown as ChatCompletionChoice).logprobs!
      message.say('logprobs', { delta: logprobs, snapshot })
    }
    if (isObject(whole) && !this.hasGrown) state.whole = whole
    mergeExtras(live, choice, KNOWN)
    // vLLM: the tokens of this delta.
    if (Array.isArray(tokens)) appendTo(live, 'token_ids', tokens)
    const reason = textOf(choice['finish_reason'])
    if (reason !== '') this.#finish(reason)
    else if (grows) state.open = true
    return grows
  }

  /** The stream is over: what was held back takes its place, and every tool call gets an id. */
  settle(): void {
    const { state } = this
    const message = this.#message
    if (isObject(state.whole) && !this.hasGrown) {
      message.take(state.whole, undefined)
      message.seal(state.lastFinishReason)
    }
    delete state.whole
    message.calls.settle(this.live.index)
  }

  /**
   * The stream is complete: adds what is asked of schemas, for a choice at this place in `choices`.
   * Until they have answered, all is `null`.
   */
  ask(place: number): void {
    const { schema, tools = {} } = this.#options
    const { live, calls } = this.#message
    const put = (
      schemaOf: SchemaQuestion['schema'],
      target: JSONObject,
      key: SchemaQuestion['key'],
      path: string,
      text: string,
    ): void => {
      target[key] = null
      const where = `choices[${place}].message.${path}`
      if (text !== '') this.questions.push({ schema: schemaOf, text, path: where, target, key })
    }
    if (schema !== undefined) {
      const isWhole = live.refusal === null && this.cuts.length === 0
      put(schema, live, 'parsed', 'content', (isWhole && live.content) || '')
    }
    for (const call of calls.all) {
      const tool = Object.hasOwn(tools, call.name) && call.key === 'arguments' && tools[call.name]
      if (!tool) continue
      const text = /\S/.test(call.text) ? call.text : '{}'
      const path = `tool_calls[${call.position}].function.arguments`
      const isWhole = isWholeReason(this.#message.reasonOf(call)) || this.#allows(call)
      put(tool, call.body, 'parsed_arguments', path, isWhole ? text : '')
    }
  }

  /** Gives the updates that end this choice, when the stream is complete. */
  done(): void {
    const message = this.#message
    const { reasoning, calls, functionCall, live } = message
    const { content, refusal, audio } = live
    const snapshot = reasoning.state.text
    if (snapshot !== '') message.say('reasoning.done', { snapshot })
    if (content !== null) {
      const parsed = this.#options.schema && { parsed: live['parsed'] }
      message.say('content.done', { snapshot: content, ...parsed })
    }
    if (refusal !== null) message.say('refusal.done', { snapshot: refusal })
    if (audio) message.say('audio.done', { audio: audio as unknown as ChatCompletionAudio })
    if (functionCall && this.#allows(functionCall)) {
      const body = functionCall.body as unknown as ChatCompletionFunctionCall
      message.say('function_call.done', { functionCall: body })
    }
    const toolCalls = calls.all.flatMap((call) =>
      this.#allows(call) ? [this.#doneCall(call)] : [],
    )
    message.say('choice.done', {
      finishReason: this.live.finish_reason,
      lastFinishReason: this.state.lastFinishReason || null,
      toolCalls,
      snapshot: this.live as unknown as ChatCompletionChoice,
    })
  }

  #doneCall(call: GrowingCall): ChatCompletionMessageToolCall {
    const { position, idIsLocal, started } = call
    const toolCall = call.call as unknown as ChatCompletionMessageToolCall
    if (!started) this.#message.start(call)
    markComplete(toolCall)
    this.#message.say('tool_call.done', { index: position!, toolCall, idIsLocal })
    return toolCall
  }

  #allows(call: GrowingCall): boolean {
    const reason = this.#message.reasonOf(call)
    if (cutOf(reason || this.state.lastFinishReason) !== undefined) return false
    // Whatever the reason, JSON that was cut off is not whole. Where there is nothing to be whole, as in
    // free text, a finish reason after it has to say so: that the stream is over is not enough.
    return call.whole || (isWholeReason(reason) && call.isReadable)
  }

  #finish(reason: string): void {
    const { live, state } = this
    state.open = false
    state.lastFinishReason = reason
    this.#message.seal(reason)
    live.finish_reason ??= reason
    if (reason === live.finish_reason) delete live['last_finish_reason']
    else live['last_finish_reason'] = reason
  }
}
