import type { ChatCompletion, ChatCompletionChunk, CompletionUsage } from '@sse/chat'
import { TruncatedStreamError } from '@sse/core/decoder'
import { reportsError, upstreamErrorOf } from '@sse/core/json-decoder'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import { type ChatCheckpoint, isChatCheckpoint } from './chat-checkpoint.ts'
import type { ChatFinishOptions, ChatResultOptions } from './chat-finish-options.ts'
import { type ChatResult, type CutChoice, resultOf } from './chat-result.ts'
import type { ChatUpdate } from './chat-update.ts'
import { GrowingChoices } from './growing-choices.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { copyOf, mergeExtras } from './merge-extras.ts'
import type { ParsedChatCompletion } from './parsed-chat-completion.ts'
import { withPartial } from './partial-completion.ts'
import { ask, askAsync, type Failure, type SchemaQuestion } from './structured-output.ts'
import { usageOf } from './usage-fields.ts'

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
 * so the work is linear in what arrives. Chunks are not changed, but lists in fields that are not known
 * here become part of the completion as they are.
 *
 * @see https://platform.openai.com/docs/api-reference/chat/object
 */
export class ChatAccumulator<Parsed = never, Tools extends object = object> {
  readonly #completion: GrowingCompletion = {
    id: '',
    object: 'chat.completion',
    created: 0,
    model: '',
    choices: [],
  }
  readonly #choices: GrowingChoices
  // The last chunk that said anything was one with usage and no choices, after all of an answer.
  #usageIsLast = false
  // The chunk that came with an error.
  #failed: unknown
  // Whether the stream was complete, when it is over.
  #finished: boolean | undefined
  // The last updates were given already, before the checkpoint that this was restored from.
  #given = false
  // The last updates, until they are given.
  #last: ChatUpdate[] = []
  // What schemas are asked when it is over, and that they have answered.
  readonly #questions: SchemaQuestion[] = []
  // What they answer, when they take their time.
  #answers: Promise<(Failure | undefined)[]> | undefined
  #closed = false
  #judged = false
  // What `finish` throws.
  #failure: Failure | undefined

  constructor(options: ChatAccumulatorOptions<Parsed, Tools> = {}) {
    this.#choices = new GrowingChoices(this.#completion.choices, options)
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
    accumulator.#restore(JSON.parse(JSON.stringify(checkpoint)) as ChatCheckpoint)
    return accumulator
  }

  /**
   * The completion so far: live, so clone it to keep it. Of more than 1,024 choices some may be out of
   * order until the end.
   */
  get snapshot(): ChatCompletion {
    return this.#sorted()
  }

  /**
   * Whether the stream may end here: every choice has a finish reason and has not grown since, or has
   * all its audio, or, where there are no finish reasons, a chunk with nothing but the usage has come.
   * At the end, whether it was complete.
   */
  get complete(): boolean {
    if (this.#finished !== undefined) return this.#finished
    return this.#failed === undefined && this.#evidence !== undefined
  }

  /** Takes the next chunk; returns what it changed, in order. Throws a `TypeError` after the end. */
  push(chunk: ChatCompletionChunk): readonly ChatUpdate<Parsed, Tools>[] {
    if (this.#finished !== undefined) throw new TypeError('The stream is over')
    const updates: ChatUpdate[] = []
    if (!isObject(chunk)) return []
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
   * The stream is over: runs the schemas, and waits for those that take their time. Only for these is
   * it needed, before `finishUpdates`, `finish` or `result`. Never rejects: those tell what came of it.
   */
  async validate(options: ChatFinishOptions = {}): Promise<void> {
    this.#close(options.complete)
    this.#answers ??= Promise.all(this.#questions.map(askAsync))
    this.#judge(await this.#answers)
  }

  /**
   * The stream is over: returns the last updates, which settle everything. None of them is a `done`
   * when the stream was not complete. Afterwards `finish` gives the completion, or throws.
   */
  finishUpdates(options: ChatFinishOptions = {}): readonly ChatUpdate<Parsed, Tools>[] {
    this.#close(options.complete)
    if (!this.#judged) this.#judge(this.#questions.map(ask))
    const updates = this.#last
    this.#last = []
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
    const failure = error === undefined ? this.#failure : { error }
    const value = this.snapshot
    if (failure !== undefined) withPartial(failure.error, value)
    const result = resultOf(value, failure, this.#cut, evidence ?? this.#evidence)
    return result as ChatResult<Parsed, Tools>
  }

  /** All that is remembered, as plain JSON that shares nothing with it: continue with `ChatAccumulator.restore`. */
  checkpoint(): ChatCheckpoint {
    const checkpoint: ChatCheckpoint = {
      version: 1,
      completion: this.#sorted(true),
      choices: this.#choices.inOrder.map(({ state }) => state),
      usageIsLast: this.#usageIsLast,
      failed: this.#failed ?? null,
      finished: this.#finished ?? null,
    }
    // What schemas made is made again: it need not be JSON.
    const taken = this.#questions.map(({ target, key }) => [target, key, target[key]] as const)
    for (const [target, key] of taken) delete target[key]
    const copy = JSON.parse(JSON.stringify(checkpoint)) as ChatCheckpoint
    for (const [target, key, value] of taken) target[key] = value
    return copy
  }

  // The stream is over: everything takes its place, and what schemas are to be asked is known.
  #close(complete: boolean | undefined): void {
    if (this.#closed) return
    this.#closed = true
    const cut = this.#cut
    // Some servers say of an error only that it was one, as a finish reason.
    const failed = this.#failed ?? (cut?.kind === 'error' ? { code: cut.reason } : undefined)
    this.#finished ??= failed === undefined && (complete ?? this.complete)
    if (!this.#finished) {
      const isUpstream = failed !== undefined
      const error = isUpstream ? upstreamErrorOf(failed) : new TruncatedStreamError('no-end-marker')
      this.#failure = { error }
    }
    for (const [place, choice] of this.#choices.inOrder.entries()) {
      choice.settle(this.#last)
      if (this.#finished) choice.ask(place, this.#questions)
    }
  }

  // The schemas have answered: each choice is done, or nothing of it is.
  #judge(failures: readonly (Failure | undefined)[]): void {
    if (this.#judged) return
    this.#judged = true
    const byChoice = new Map<number, Failure>()
    for (const [at, failure] of failures.entries()) {
      const { choice } = this.#questions[at]!
      if (failure !== undefined && !byChoice.has(choice)) byChoice.set(choice, failure)
    }
    for (const choice of this.#finished === true ? this.#choices.inOrder : []) {
      const failure = choice.cutError ?? byChoice.get(choice.index)
      this.#failure ??= failure
      if (failure === undefined) choice.done(this.#last)
    }
    if (this.#given) this.#last = []
  }

  #sorted(isOver?: boolean): ChatCompletion {
    this.#choices.sort(isOver)
    return this.#completion as unknown as ChatCompletion
  }

  get #cut(): CutChoice | undefined {
    const cuts = this.#choices.inOrder.flatMap(({ index, cut }) =>
      cut === undefined ? [] : [{ ...cut, choice: index }],
    )
    return cuts.find(({ kind }) => kind === 'error') ?? cuts[0]
  }

  // In the words of `ChatDecoder`.
  get #evidence(): string | undefined {
    const { size, ended, reasons } = this.#choices
    if (size > 0 && ended === size) return reasons > 0 ? 'finish-reasons' : 'audio'
    // Where a choice has a finish reason, each owes one: llama.cpp sends usage after each of two choices.
    return size > 0 && this.#usageIsLast && reasons === 0 ? 'usage' : undefined
  }

  #restore(checkpoint: ChatCheckpoint): void {
    const completion = this.#completion
    const { choices, ...rest } = copyOf(checkpoint.completion as unknown as JSONObject)
    Object.assign(completion, rest)
    this.#choices.restore(choices as JSONObject[], checkpoint.choices)
    this.#usageIsLast = checkpoint.usageIsLast
    this.#failed = checkpoint.failed ?? undefined
    this.#finished = checkpoint.finished ?? undefined
    this.#given = this.#finished !== undefined
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
    if (reportsError(chunk)) this.#failed ??= chunk
  }

  #takeChoices(choices: readonly unknown[], updates: ChatUpdate[]): void {
    const { size } = this.#choices
    const grows = this.#choices.take(choices, updates)
    if (grows || this.#choices.size > size) this.#usageIsLast = false
  }

  #takeUsage(usage: JSONObject, isAlone: boolean, updates: ChatUpdate[]): void {
    const completion = this.#completion
    const all = completion['usage']
    const growing: JSONObject = isObject(all) ? all : (completion['usage'] = {})
    // Counts are cumulative, never to be summed.
    mergeExtras(growing, usage)
    updates.push({ type: 'usage', usage: growing as unknown as CompletionUsage })
    // Some report the usage of the prompt before there is an answer: that is no end.
    const { size, grown } = this.#choices
    if (isAlone && size > 0 && grown === size) this.#usageIsLast = true
  }
}
