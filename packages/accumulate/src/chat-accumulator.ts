import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from '@sse/chat'
import { TruncatedStreamError } from '@sse/core/decoder'
import { reportsError, upstreamErrorOf } from '@sse/core/json-decoder'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import { type ChatCheckpoint, isChatCheckpoint } from './chat-checkpoint.ts'
import type { ChatFinishOptions, ChatResultOptions } from './chat-finish-options.ts'
import { type ChatResult, type CutChoice, resultOf, worstOf } from './chat-result.ts'
import type { ChatUpdate } from './chat-update.ts'
import type { LiveChoice } from './growing-choice-state.ts'
import type { ChatContext, GrowingChoice } from './growing-choice.ts'
import { GrowingChoices } from './growing-choices.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { CHUNK_FIELDS } from './known-fields.ts'
import { copyOf, mergeExtras } from './merge-extras.ts'
import type { ParsedChatCompletion } from './parsed-chat-completion.ts'
import { withPartial } from './partial-completion.ts'
import { checkSchemas } from './standard-schema.ts'
import { ask, askAsync, type Failure, type SchemaQuestion } from './structured-output.ts'
import { usageOf } from './usage-fields.ts'

type GrowingChat = {
  -readonly [Key in keyof ChatCheckpoint]: Key extends 'completion'
    ? GrowingCompletion
    : ChatCheckpoint[Key]
}

type GrowingCompletion = JSONObject & { choices: LiveChoice[]; usage?: JSONObject }

/**
 * Adds chunks up to the completion that the API returns without `stream`.
 *
 * Push chunks in; each `push` returns what it changed. Nothing is cloned and text is joined as ropes,
 * so the work is linear in what arrives. Chunks are not changed, but lists in fields that are not known
 * here become part of the completion as they are.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export class ChatAccumulator<Parsed = never, Tools extends object = object> {
  // What a checkpoint keeps, but for what the choices know.
  #state!: GrowingChat
  #choices!: GrowingChoices
  readonly #context: ChatContext
  // When it is over, the choices that schemas have not answered about yet.
  #unjudged: readonly GrowingChoice[] | undefined
  // They have when this settles, if they take their time.
  #answers: Promise<unknown> | undefined
  // What `finish` throws.
  #failure: Failure | undefined

  /** Throws a `TypeError` for a schema that is none. */
  constructor(options: ChatAccumulatorOptions<Parsed, Tools> = {}) {
    checkSchemas(options)
    this.#context = { options, updates: [] }
    this.#begin({
      version: 2,
      completion: { id: '', object: 'chat.completion', created: 0, model: '', choices: [] },
      choices: [],
      hasBegun: false,
      usageIsLast: false,
      failed: null,
      finished: null,
      isTold: false,
    })
  }

  /**
   * Goes on where a checkpoint was taken, under the same options. The checkpoint can be used again.
   *
   * Throws a `TypeError` when it is none, or none of this version.
   */
  static restore<Parsed = never, Tools extends object = object>(
    checkpoint: ChatCheckpoint,
    options?: ChatAccumulatorOptions<Parsed, Tools>,
  ): ChatAccumulator<Parsed, Tools> {
    if (!isChatCheckpoint(checkpoint)) {
      throw new TypeError('Not a checkpoint of a chat accumulator')
    }
    const accumulator = new ChatAccumulator(options)
    accumulator.#begin(JSON.parse(JSON.stringify(checkpoint)))
    return accumulator
  }

  /**
   * The completion so far: live, so clone it to keep it. Of more than 1,024 choices some may be out of
   * order until the end.
   */
  get snapshot(): ChatCompletion {
    this.#choices.sort()
    return this.#state.completion as unknown as ChatCompletion
  }

  /**
   * Whether the stream may end here: every choice has a finish reason and has not grown since, or has
   * all its audio, or, where there are no finish reasons, a chunk with nothing but the usage has come.
   * At the end, whether it was complete.
   */
  get complete(): boolean {
    const { failed, finished } = this.#state
    return finished ?? (failed === null && this.#evidence !== undefined)
  }

  /** Takes the next chunk; returns what it changed, in order. Throws a `TypeError` after the end. */
  push(chunk: ChatCompletionChunk): readonly ChatUpdate<Parsed, Tools>[] {
    if (this.#state.finished !== null) throw new TypeError('The stream is over')
    const updates: ChatUpdate[] = (this.#context.updates = [])
    if (isObject(chunk)) this.#take(chunk)
    return updates
  }

  /**
   * The stream is over: runs the schemas, and waits for those that take their time. Only for these is
   * it needed, before `finishUpdates`, `finish` or `result`. Never rejects: those tell what came of it.
   */
  async validate(options: ChatFinishOptions = {}): Promise<void> {
    this.#answers ??= Promise.all(this.#close(options.complete).map(askAsync))
    await this.#answers
    this.#judge()
  }

  /**
   * The stream is over: returns the last updates, which settle everything. None of them is a `done`
   * when the stream was not complete. Afterwards `finish` gives the completion, or throws.
   */
  finishUpdates(options: ChatFinishOptions = {}): readonly ChatUpdate<Parsed, Tools>[] {
    for (const question of this.#close(options.complete)) ask(question)
    this.#judge()
    const updates = this.#state.isTold ? [] : this.#context.updates
    this.#state.isTold = true
    return updates
  }

  /**
   * The stream is over: returns the completion.
   *
   * Throws `ERR_SSE_TRUNCATED` when it was not complete, `ERR_SSE_UPSTREAM` when a chunk or a finish
   * reason was an error; where schemas were asked for also `ERR_SSE_SCHEMA`, `ERR_SSE_LENGTH_FINISH_REASON`,
   * `ERR_SSE_CONTENT_FILTER_FINISH_REASON`, what a schema throws, and a `TypeError` for one that is
   * asynchronous: see `validate`. What there is of the completion is then the error's `partial`: see
   * `partialCompletion`.
   */
  finish(options?: ChatFinishOptions): ParsedChatCompletion<Parsed, Tools> {
    this.finishUpdates(options)
    const failure = this.#failure
    if (failure !== undefined) throw withPartial(failure.error, this.snapshot)
    return this.snapshot as ParsedChatCompletion<Parsed, Tools>
  }

  /** The stream is over, well or not: tells how. Never throws; `error` is what `finish` throws. */
  result(options: ChatResultOptions = {}): ChatResult<Parsed, Tools> {
    const { error, evidence } = options
    this.finishUpdates(error === undefined ? options : { complete: false })
    if (error !== undefined) this.#failure = { error }
    const failure = this.#failure
    const value = this.snapshot
    if (failure !== undefined) withPartial(failure.error, value)
    const result = resultOf(value, failure, this.#cut, evidence ?? this.#evidence)
    return result as ChatResult<Parsed, Tools>
  }

  /**
   * All that is remembered, as plain JSON that shares nothing with it: continue with
   * `ChatAccumulator.restore`.
   *
   * Throws the `RangeError` of `JSON.stringify` where a server has sent what nests too deep for that: in
   * Node 20 some thousand levels.
   */
  checkpoint(): ChatCheckpoint {
    const { inOrder } = this.#choices
    const choices = inOrder.map(({ state }) => state)
    // What schemas made is made again: it need not be JSON.
    const made = questionsIn(inOrder)
    for (const { target, key } of made) delete target[key]
    try {
      return JSON.parse(JSON.stringify({ ...this.#state, choices })) as ChatCheckpoint
    } finally {
      for (const { target, key, value } of made) target[key] = value
    }
  }

  #begin(checkpoint: ChatCheckpoint): void {
    const completion = copyOf(checkpoint.completion as unknown as JSONObject) as GrowingCompletion
    this.#state = { ...checkpoint, completion }
    this.#choices = new GrowingChoices(completion.choices, this.#context, checkpoint.choices)
  }

  // The stream is over: everything takes its place. Gives what schemas are still to be asked.
  #close(complete: boolean | undefined): SchemaQuestion[] {
    if (this.#unjudged !== undefined) return questionsIn(this.#unjudged)
    const state = this.#state
    const cut = this.#cut
    // Some servers say of an error that it was one as a finish reason, and the rest beside it, if at all.
    const failed =
      state.failed ?? (cut?.kind === 'error' ? { code: cut.reason, error: cut.error } : null)
    state.finished ??= failed === null && state.hasBegun && (complete ?? this.complete)
    if (!state.finished) {
      const isCut = failed === null
      this.#failure = {
        error: isCut ? new TruncatedStreamError('no-end-marker') : upstreamErrorOf(failed),
      }
    }
    this.#context.updates = []
    const choices = this.#choices.inOrder
    for (const [place, choice] of choices.entries()) {
      choice.settle()
      if (state.finished) choice.ask(place)
    }
    this.#unjudged = state.finished ? choices : []
    return questionsIn(this.#unjudged)
  }

  // The schemas have answered: each choice is done, or nothing of it is.
  #judge(): void {
    const choices = this.#unjudged ?? []
    this.#unjudged = []
    for (const choice of choices) {
      const { failure } = choice
      this.#failure ??= failure
      if (failure === undefined) choice.done()
    }
  }

  get #cut(): CutChoice | undefined {
    return worstOf(this.#choices.inOrder.flatMap(({ cuts }) => cuts))
  }

  // In the words of `ChatDecoder`.
  get #evidence(): string | undefined {
    const { size, ended, reasons } = this.#choices
    if (size === 0) return undefined
    if (ended === size) return reasons > 0 ? 'finish-reasons' : 'audio'
    // Where a choice has a finish reason, each owes one: llama.cpp sends usage after each of two choices.
    return this.#state.usageIsLast && reasons === 0 ? 'usage' : undefined
  }

  #take(chunk: JSONObject): void {
    const state = this.#state
    const { completion } = state
    state.hasBegun = true
    // The first that says something: Azure's first chunk has empty ones, others change them later.
    completion['id'] ||= idOf(chunk['id'])
    completion['model'] ||= textOf(chunk['model'])
    completion['created'] ||= typeof chunk['created'] === 'number' ? chunk['created'] : 0
    mergeExtras(completion, chunk, CHUNK_FIELDS)
    if (reportsError(chunk)) state.failed ??= chunk
    const { choices } = chunk
    const hasChoices = Array.isArray(choices) && choices.length > 0
    if (hasChoices && this.#choices.take(choices)) state.usageIsLast = false
    const usage = usageOf(chunk)
    if (usage === undefined) return
    // Counts are cumulative, never to be summed.
    const growing = (completion.usage ??= {})
    mergeExtras(growing, usage)
    this.#context.updates.push({ type: 'usage', usage: growing as unknown as CompletionUsage })
    // Some report the usage of the prompt before there is an answer: that is no end.
    const { size, grown } = this.#choices
    if (!hasChoices && size > 0 && grown === size) state.usageIsLast = true
  }
}

function questionsIn(choices: readonly GrowingChoice[]): SchemaQuestion[] {
  return choices.flatMap(({ questions }) => questions)
}
