import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from '@sse/chat'
import { TruncatedStreamError } from '@sse/core/decoder'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import type { ChatCheckpoint } from './chat-checkpoint.ts'
import type { ChatUpdate } from './chat-update.ts'
import { ChoiceAccumulator } from './choice-accumulator.ts'
import { orderChoices } from './choice-order.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf, mergeExtras } from './merge-extras.ts'
import { withPartial } from './partial-completion.ts'
import { mergeUsage, usageOf } from './usage-fields.ts'

/** What is known about the end of a stream. */
export interface ChatFinishOptions {
  /**
   * Whether the stream was complete: the `complete` of a `ChatDecoder`, which has seen what is no chunk,
   * such as `[DONE]` or an event that was cut off; it is believed, true or false. Default: the chunks
   * themselves must tell.
   */
  readonly complete?: boolean | undefined
}

type GrowingCompletion = JSONObject & { choices: ChatCompletion['choices'][number][] }

const KNOWN: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  // Padding that hides how long the deltas are: OpenAI's, Mistral's.
  'obfuscation',
  'p',
])

/**
 * Adds chunks up to the completion that the API returns without `stream`.
 *
 * Push chunks in; each `push` returns what it changed. Nothing is cloned and text is joined as ropes,
 * so the work is linear in what arrives. Chunks are not changed, but values of fields that are not
 * known here become part of the completion as they are.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export class ChatAccumulator {
  readonly #options: ChatAccumulatorOptions
  readonly #completion: GrowingCompletion = {
    id: '',
    object: 'chat.completion',
    created: 0,
    model: '',
    choices: [],
  }
  readonly #choices: Map<number, ChoiceAccumulator> = new Map()
  // How many of the choices have ended, have a finish reason, have something of an answer.
  #ended = 0
  #reasons = 0
  #grown = 0
  // So many of the choices, from the first, are sorted: all, unless one came late since the last look.
  #ordered = 0
  // The last chunk that said anything was one with usage and no choices, after all of an answer.
  #usageIsLast = false
  // A chunk came with an error.
  #failed = false
  // Whether the stream was complete, when it is over.
  #finished: boolean | undefined

  constructor(options: ChatAccumulatorOptions = {}) {
    this.#options = options
  }

  /**
   * Goes on where a checkpoint was taken, under the same options. The checkpoint can be used again.
   *
   * Throws a `TypeError` when it is none of this version.
   */
  static restore(checkpoint: ChatCheckpoint, options?: ChatAccumulatorOptions): ChatAccumulator {
    if (checkpoint.version !== 1) throw new TypeError('Not a checkpoint of a chat accumulator')
    const accumulator = new ChatAccumulator(options)
    accumulator.#restore(JSON.parse(JSON.stringify(checkpoint)) as ChatCheckpoint)
    return accumulator
  }

  /** The completion so far: live, so clone it to keep it. */
  get snapshot(): ChatCompletion {
    const { choices } = this.#completion
    orderChoices(choices, this.#ordered)
    this.#ordered = choices.length
    return this.#completion as unknown as ChatCompletion
  }

  /**
   * Whether the stream may end here: every choice has a finish reason and has not grown since, or has
   * all its audio, or, where there are no finish reasons, a chunk with nothing but the usage has come.
   * At the end, whether it was complete.
   */
  get complete(): boolean {
    if (this.#finished !== undefined) return this.#finished
    if (this.#failed || this.#choices.size === 0) return false
    if (this.#ended === this.#choices.size) return true
    // Where a choice has a finish reason, each owes one: llama.cpp sends usage after each of two choices.
    return this.#usageIsLast && this.#reasons === 0
  }

  /** Takes the next chunk; returns what it changed, in order. Throws a `TypeError` after the end. */
  push(chunk: ChatCompletionChunk): readonly ChatUpdate[] {
    if (this.#finished !== undefined) throw new TypeError('The end of this stream was declared')
    const updates: ChatUpdate[] = []
    if (!isObject(chunk)) return updates
    const wire: JSONObject = chunk
    this.#takeTop(wire)
    const { choices } = wire
    const hasChoices = Array.isArray(choices) && choices.length > 0
    if (hasChoices) this.#takeChoices(choices, updates)
    const usage = usageOf(wire)
    if (usage !== undefined) this.#takeUsage(usage, !hasChoices, updates)
    return updates
  }

  /**
   * The stream is over: returns the last updates, which settle everything. None of them is a `done`
   * when the stream was not complete. Afterwards `finish` gives the completion, or throws.
   */
  finishUpdates(options: ChatFinishOptions = {}): readonly ChatUpdate[] {
    if (this.#finished !== undefined) return []
    this.#finished = !this.#failed && (options.complete ?? this.complete)
    const updates: ChatUpdate[] = []
    for (const { index } of this.snapshot.choices) {
      const choice = this.#choices.get(index)!
      choice.settle(updates)
      if (this.#finished) choice.done(updates)
    }
    return updates
  }

  /**
   * The stream is over: returns the completion.
   *
   * Throws `ERR_SSE_TRUNCATED` when it was not complete. What there is of the completion is then the
   * error's `partial`: see `partialCompletion`.
   */
  finish(options?: ChatFinishOptions): ChatCompletion {
    this.finishUpdates(options)
    if (this.#finished === true) return this.snapshot
    throw withPartial(new TruncatedStreamError('no-end-marker'), this.snapshot)
  }

  /** All that is remembered, as plain JSON that shares nothing with it: continue with `ChatAccumulator.restore`. */
  checkpoint(): ChatCheckpoint {
    const checkpoint: ChatCheckpoint = {
      version: 1,
      completion: this.snapshot,
      choices: this.snapshot.choices.map(({ index }) => this.#choices.get(index)!.state),
      usageIsLast: this.#usageIsLast,
      failed: this.#failed,
      finished: this.#finished ?? null,
    }
    return JSON.parse(JSON.stringify(checkpoint)) as ChatCheckpoint
  }

  #restore(checkpoint: ChatCheckpoint): void {
    Object.assign(this.#completion, copyOf(checkpoint.completion as unknown as JSONObject))
    for (const [position, state] of checkpoint.choices.entries()) {
      const choice = this.#completion.choices[position] as unknown as JSONObject
      this.#count(this.#open(choice['index'] as number, { choice, state }), 1)
    }
    this.#ordered = checkpoint.choices.length
    this.#usageIsLast = checkpoint.usageIsLast
    this.#failed = checkpoint.failed
    this.#finished = checkpoint.finished ?? undefined
  }

  #takeTop(chunk: JSONObject): void {
    const completion = this.#completion
    // The first that says something: Azure's first chunk has empty ones, others change them later.
    if (completion['id'] === '') completion['id'] = idOf(chunk['id'])
    if (completion['model'] === '') completion['model'] = textOf(chunk['model'])
    if (completion['created'] === 0 && typeof chunk['created'] === 'number') {
      completion['created'] = chunk['created']
    }
    mergeExtras(completion, chunk, KNOWN)
    if (isError(chunk['error'])) this.#failed = true
  }

  #takeChoices(choices: readonly unknown[], updates: ChatUpdate[]): void {
    for (let position = 0; position < choices.length; position++) {
      const wire = choices[position]
      if (!isObject(wire)) continue
      const { index } = wire
      const isIndex = typeof index === 'number' && Number.isInteger(index) && index >= 0
      const key = isIndex ? index : position
      const choice = this.#choices.get(key) ?? this.#begin(key)
      this.#count(choice, -1)
      if (choice.take(wire, updates)) this.#usageIsLast = false
      this.#count(choice, 1)
    }
  }

  #takeUsage(usage: JSONObject, isAlone: boolean, updates: ChatUpdate[]): void {
    const completion = this.#completion
    const all = completion['usage']
    const growing: JSONObject = isObject(all) ? all : (completion['usage'] = {})
    mergeUsage(growing, usage)
    updates.push({ type: 'usage', usage: growing as unknown as CompletionUsage })
    // Some report the usage of the prompt before there is an answer: that is no end.
    const { size } = this.#choices
    if (isAlone && size > 0 && this.#grown === size) this.#usageIsLast = true
  }

  #count(choice: ChoiceAccumulator, step: 1 | -1): void {
    if (choice.ended) this.#ended += step
    if (choice.hasReason) this.#reasons += step
    if (choice.hasGrown) this.#grown += step
  }

  #begin(index: number): ChoiceAccumulator {
    const { choices } = this.#completion
    const last = choices.at(-1)
    const isLast = last === undefined || last.index < index
    if (isLast && this.#ordered === choices.length) this.#ordered++
    this.#usageIsLast = false
    const choice = this.#open(index)
    choices.push(choice.live)
    return choice
  }

  #open(
    index: number,
    kept?: ConstructorParameters<typeof ChoiceAccumulator>[2],
  ): ChoiceAccumulator {
    const choice = new ChoiceAccumulator(index, this.#options, kept)
    this.#choices.set(index, choice)
    return choice
  }
}

// Null, `false`, `''` and an empty object, which some servers send with every chunk, are no errors.
function isError(error: unknown): boolean {
  return isObject(error) ? Object.keys(error).length > 0 : Boolean(error)
}
