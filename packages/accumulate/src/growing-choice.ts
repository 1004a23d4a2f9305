import type { ChatCompletionChoice, ChatCompletionMessageToolCall } from '@sse/chat'
import { appendLogprobs } from './append-logprobs.ts'
import type { AnyChatOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { ContentFilterFinishReasonError } from './content-filter-finish-reason-error.ts'
import { type Cut, cutOf, isWholeReason } from './finish-reason.ts'
import type { GrowingCall } from './growing-call.ts'
import { GrowingMessage, type GrowingMessageState } from './growing-message.ts'
import { appendTo, isObject, type JSONObject, textOf } from './json-object.ts'
import { LengthFinishReasonError } from './length-finish-reason-error.ts'
import { mergeExtras } from './merge-extras.ts'
import type { Failure, SchemaQuestion } from './structured-output.ts'
import { markComplete } from './tool-call-state.ts'

/** What a checkpoint keeps of a choice, beside what is in the completion. */
export interface GrowingChoiceState {
  readonly open: boolean
  readonly lastFinishReason: string
  /** The whole message that a server sends beside the deltas, if it does. */
  readonly whole: unknown
  readonly message: GrowingMessageState
}

/** A choice that was kept. */
export interface KeptChoice {
  readonly choice: JSONObject
  readonly state: GrowingChoiceState
}

type LiveChoice = JSONObject & { finish_reason: string | null }

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
  readonly index: number
  readonly #options: AnyChatOptions
  readonly #live: LiveChoice
  readonly #message: GrowingMessage
  // No finish reason yet, or the choice has grown since: Together goes on with a second tool call.
  #open = true
  #lastFinishReason = ''
  // Perplexity and Writer send the message so far beside every delta.
  #whole: unknown

  /** Begins a choice, or goes on with one that was kept. */
  constructor(index: number, options: AnyChatOptions, kept?: KeptChoice) {
    const state = kept?.state
    this.index = index
    this.#options = options
    this.#message = new GrowingMessage(index, options, kept?.choice['message'], state?.message)
    const empty = { index, message: this.#message.live, logprobs: null, finish_reason: null }
    this.#live = (kept?.choice ?? empty) as LiveChoice
    if (state === undefined) return
    this.#open = state.open
    this.#lastFinishReason = state.lastFinishReason
    this.#whole = state.whole ?? undefined
  }

  get state(): GrowingChoiceState {
    return {
      open: this.#open,
      lastFinishReason: this.#lastFinishReason,
      whole: this.#whole ?? null,
      message: this.#message.state,
    }
  }

  /** The choice of the completion. */
  get live(): ChatCompletionChoice {
    return this.#live as unknown as ChatCompletionChoice
  }

  /** It has ended, as far as can be told from it. */
  get ended(): boolean {
    return !this.#open || this.#message.hasWholeAudio
  }

  /** A finish reason has come. */
  get hasReason(): boolean {
    return this.#live.finish_reason !== null
  }

  /** Something of an answer has come. */
  get hasGrown(): boolean {
    return this.#message.hasGrown
  }

  /** What cut the answer off, if anything did, and the finish reason that says so. */
  get cut(): { readonly kind: Cut; readonly reason: string } | undefined {
    const reasons = [this.#live.finish_reason ?? '', this.#lastFinishReason]
    const cuts = reasons.flatMap((reason) => {
      const kind = cutOf(reason)
      return kind === undefined ? [] : [{ kind, reason }]
    })
    return cuts.find(({ kind }) => kind === 'error') ?? cuts[0]
  }

  /** Why nothing of this choice is for a schema to see, if one was asked for. */
  get cutError(): Failure | undefined {
    const kind = this.#options.schema || this.#options.tools ? this.cut?.kind : undefined
    if (kind === 'length') return { error: new LengthFinishReasonError() }
    return kind === 'filter' ? { error: new ContentFilterFinishReasonError() } : undefined
  }

  /** Takes what a chunk says about this choice. True when that makes the answer longer. */
  take(choice: JSONObject, updates: ChatUpdate[]): boolean {
    const live = this.#live
    const { delta, message, token_ids: tokens } = choice
    const grows = this.#message.take(isObject(delta) ? delta : {}, choice['text'], updates)
    const logprobs = appendLogprobs(live, choice['logprobs'])
    if (logprobs !== undefined) {
      const snapshot = this.live.logprobs!
      updates.push({ type: 'logprobs', choice: this.index, delta: logprobs, snapshot })
    }
    if (isObject(message) && !this.hasGrown) this.#whole = message
    mergeExtras(live, choice, KNOWN)
    // vLLM: the tokens of this delta.
    if (Array.isArray(tokens)) appendTo(live, 'token_ids', tokens)
    const reason = textOf(choice['finish_reason'])
    if (reason !== '') this.#finish(reason)
    else if (grows) this.#open = true
    return grows
  }

  /** The stream is over: what was held back takes its place. */
  settle(updates: ChatUpdate[]): void {
    const message = this.#message
    if (isObject(this.#whole) && !this.hasGrown) {
      message.take(this.#whole, undefined, updates)
      message.seal(this.#lastFinishReason)
    }
    this.#whole = undefined
    message.settle()
  }

  /**
   * The stream is complete: adds what is asked of schemas, for a choice at this place in `choices`.
   * Until they have answered, all is `null`.
   */
  ask(place: number, asked: SchemaQuestion[]): void {
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
      if (text !== '')
        asked.push({ choice: this.index, schema: schemaOf, text, path: where, target, key })
    }
    if (schema !== undefined) {
      const isWhole = live.refusal === null && this.cut === undefined
      put(schema, live, 'parsed', 'content', (isWhole && live.content) || '')
    }
    for (const call of calls) {
      const tool = Object.hasOwn(tools, call.name) && call.key === 'arguments' && tools[call.name]
      if (!tool) continue
      const text = /\S/.test(call.text) ? call.text : '{}'
      const path = `tool_calls[${call.position}].function.arguments`
      const isWhole = isWholeReason(call.reason) || this.#allows(call)
      put(tool, call.body, 'parsed_arguments', path, isWhole ? text : '')
    }
  }

  /** The updates that end this choice, when the stream is complete. */
  done(updates: ChatUpdate[]): void {
    const choice = this.index
    const message = this.#message
    message.done(updates, (call) => this.#allows(call))
    const toolCalls: ChatCompletionMessageToolCall[] = []
    for (const call of message.calls) {
      if (!this.#allows(call)) continue
      message.start(call, updates)
      markComplete(call.call)
      const toolCall = call.call as unknown as ChatCompletionMessageToolCall
      const { position: index, idIsLocal } = call
      updates.push({ type: 'tool_call.done', choice, index, toolCall, idIsLocal })
      toolCalls.push(toolCall)
    }
    updates.push({
      type: 'choice.done',
      choice,
      finishReason: this.#live.finish_reason,
      lastFinishReason: this.#lastFinishReason || null,
      toolCalls,
      snapshot: this.live,
    })
  }

  #allows(call: GrowingCall): boolean {
    if (cutOf(call.reason || this.#lastFinishReason) !== undefined) return false
    // Whatever the reason, JSON that was cut off is not whole. Where there is nothing to be whole, as in
    // free text, a finish reason after it has to say so: that the stream is over is not enough.
    return call.whole || (isWholeReason(call.reason) && call.isReadable)
  }

  #finish(reason: string): void {
    const live = this.#live
    this.#open = false
    this.#lastFinishReason = reason
    this.#message.seal(reason)
    live.finish_reason ??= reason
    if (reason === live.finish_reason) delete live['last_finish_reason']
    else live['last_finish_reason'] = reason
  }
}
