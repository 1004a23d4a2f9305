import type { ChatCompletionChoice } from '@sse/chat'
import { appendLogprobs, type GrowingLogprobs, newTokens } from './append-logprobs.ts'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { allowsCall } from './finish-reason.ts'
import type { GrowingCall } from './growing-call.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf, mergeExtras } from './merge-extras.ts'
import { MessageAccumulator, type MessageAccumulatorState } from './message-accumulator.ts'

/** What a checkpoint keeps of a choice, beside what is in the completion. */
export interface ChoiceAccumulatorState {
  readonly open: boolean
  readonly lastFinishReason: string
  /** The whole message that a server sends beside the deltas, if it does. */
  readonly whole: unknown
  readonly message: MessageAccumulatorState
}

type GrowingChoice = JSONObject & { finish_reason: string | null }

const KNOWN: ReadonlySet<string> = new Set([
  'index',
  'delta',
  'finish_reason',
  'logprobs',
  'message',
  'text',
  'usage',
  'content_filter_results',
  'token_ids',
])
const NONE: ReadonlySet<string> = new Set()

/** One choice as it grows. */
export class ChoiceAccumulator {
  readonly index: number
  readonly #live: GrowingChoice
  readonly #message: MessageAccumulator
  // No finish reason yet, or the choice has grown since: Together goes on with a second tool call.
  #open: boolean
  #lastFinishReason: string
  // Perplexity and Writer send the message so far beside every delta.
  #whole: JSONObject | undefined

  /** Begins a choice, or goes on with one that was kept. */
  constructor(
    index: number,
    options: ChatAccumulatorOptions,
    kept?: { readonly choice: JSONObject; readonly state: ChoiceAccumulatorState },
  ) {
    const message =
      kept === undefined
        ? undefined
        : { message: kept.choice['message'] as JSONObject, state: kept.state.message }
    this.index = index
    this.#message = new MessageAccumulator(index, options, message)
    const empty = { index, message: this.#message.live, logprobs: null, finish_reason: null }
    this.#live = kept === undefined ? empty : (kept.choice as GrowingChoice)
    this.#open = kept?.state.open ?? true
    this.#lastFinishReason = kept?.state.lastFinishReason ?? ''
    if (isObject(kept?.state.whole)) this.#whole = kept.state.whole
  }

  get state(): ChoiceAccumulatorState {
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

  /** Takes what a chunk says about this choice. True when that makes the answer longer. */
  take(choice: JSONObject, updates: ChatUpdate[]): boolean {
    const delta = isObject(choice['delta']) ? choice['delta'] : {}
    const grows = this.#message.take(delta, choice['text'], updates)
    this.#takeLogprobs(choice['logprobs'], updates)
    if (isObject(choice['message']) && !this.hasGrown) this.#whole = choice['message']
    this.#takeExtras(choice)
    const reason = textOf(choice['finish_reason'])
    if (reason !== '') this.#finish(reason)
    else if (grows) this.#open = true
    return grows
  }

  /** The stream is over: what was held back takes its place. */
  settle(updates: ChatUpdate[]): void {
    if (this.#whole !== undefined && !this.hasGrown) {
      this.#message.take(this.#whole, undefined, updates)
      this.#message.calls.seal(this.#lastFinishReason)
    }
    this.#whole = undefined
    this.#message.calls.settle()
  }

  /** The updates that end this choice, when the stream is complete. */
  done(updates: ChatUpdate[]): void {
    const last = this.#lastFinishReason
    this.#message.done(updates)
    const allows = (call: GrowingCall): boolean => {
      const reason = call.reason === '' ? last : call.reason
      return reason === '' || allowsCall(reason, call.whole)
    }
    const toolCalls = this.#message.calls.done(updates, allows)
    updates.push({
      type: 'choice.done',
      choice: this.index,
      finishReason: this.#live.finish_reason,
      lastFinishReason: last === '' ? null : last,
      toolCalls,
      snapshot: this.live,
    })
  }

  #finish(reason: string): void {
    this.#open = false
    this.#lastFinishReason = reason
    this.#message.calls.seal(reason)
    const live = this.#live
    live.finish_reason ??= reason
    if (reason === live.finish_reason) delete live['last_finish_reason']
    else live['last_finish_reason'] = reason
  }

  #takeLogprobs(logprobs: unknown, updates: ChatUpdate[]): void {
    const live = this.#live
    const growing = isObject(live['logprobs']) ? (live['logprobs'] as GrowingLogprobs) : undefined
    const grown = appendLogprobs(growing, logprobs)
    if (grown === undefined) return
    live['logprobs'] = grown
    const delta = newTokens(logprobs)
    if (delta === undefined) return
    const snapshot = this.live.logprobs!
    updates.push({ type: 'logprobs', choice: this.index, delta, snapshot })
  }

  #takeExtras(choice: JSONObject): void {
    const live = this.#live
    mergeExtras(live, choice, KNOWN)
    // Azure says `{}` on most chunks, and what it found on a few.
    const filtered = choice['content_filter_results']
    if (isObject(filtered)) {
      const results = live['content_filter_results']
      if (isObject(results)) mergeExtras(results, filtered, NONE)
      else live['content_filter_results'] = copyOf(filtered)
    }
    // vLLM: the tokens of this delta.
    const tokens = choice['token_ids']
    if (!Array.isArray(tokens)) return
    const all = live['token_ids']
    const growing: unknown[] = Array.isArray(all) ? all : (live['token_ids'] = [])
    for (const token of tokens) growing.push(token)
  }
}
