import type { Response, ResponseStreamEvent } from '@sse/responses'
import { TruncatedStreamError } from '@sse/core/decoder'
import { upstreamErrorOf } from '@sse/core/json-decoder'
import type { AccumulationResult } from './accumulation-result.ts'
import { ContentFilterFinishReasonError } from './content-filter-finish-reason-error.ts'
import { cutOf } from './finish-reason.ts'
import { isObject, textOf } from './json-object.ts'
import { LengthFinishReasonError } from './length-finish-reason-error.ts'
import type { NoTools } from './parsed-chat-completion.ts'
import type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
import { isResponseCheckpoint, type ResponseCheckpoint } from './response-checkpoint.ts'
import { ResponseGrowth } from './response-growth.ts'
import type { ParsedResponse, ParsedResponseToolCall } from './response-parsed.ts'
import { withPartialResponse } from './response-partial.ts'
import { type ResponseFailure, ResponseSchemas } from './response-schemas.ts'
import type { ResponseUpdate } from './response-update.ts'
import { checkSchemas } from './standard-schema.ts'

/** What is known about the end of a stream. */
export interface ResponseFinishOptions {
  /**
   * Whether a stream without an event that ends the response was complete all the same. Its `status`
   * stays the last that the server has sent, and nothing that may be run and is no JSON (the input of a
   * custom tool, commands, code, diffs) is done by that. Default false.
   */
  readonly complete?: boolean | undefined
}

/** What is known about the end of a stream that may have failed. */
export interface ResponseResultOptions extends ResponseFinishOptions {
  /** What it was that told so: the `completion` of a `ResponsesDecoder`. Default: what the events tell. */
  readonly evidence?: string | undefined
  /** What ended the stream, if that was an error. */
  readonly error?: unknown
}

/** What it takes to go on with a response in another stream. */
export interface ResponseCursor {
  /** The `id` of the response. */
  readonly responseId: string
  /** The number of the last event, the parameter `starting_after`. */
  readonly startingAfter: number
}

/** A call of a function or of a custom tool, and whether it may be made. */
export interface ResponseToolCallState<Tools extends object = NoTools> {
  /**
   * `complete`: it may be made, all of it has come. `partial`: it is still arriving, or it was cut off,
   * or nothing but its beginning ever came, or no name; or its schema refuses it, or has not answered yet.
   */
  readonly state: 'complete' | 'partial'
  readonly output_index: number
  readonly toolCall: ParsedResponseToolCall<Tools>
}

/**
 * Adds the events of a stream up to the response that the API returns without `stream`.
 *
 * Push events in; each `push` returns what it changed. Nothing is cloned but what is going to grow, and
 * text is joined as ropes, so the work is linear in what arrives. Events are not changed.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/object
 */
export class ResponseAccumulator<Parsed = never, Tools extends object = NoTools> {
  // Only when one was asked for.
  readonly #schemas: ResponseSchemas | undefined
  #growth: ResponseGrowth
  // The stream is over.
  #isOver = false
  // `response.done` was told when its event came, or the last updates were taken.
  #isTold = false
  // Schemas have been asked about what there is in the end.
  #isJudged = false
  // What `finish` throws.
  #failure: ResponseFailure | undefined

  /** Throws a `TypeError` for a schema that is none. */
  constructor(options: ResponseAccumulatorOptions<Parsed, Tools> = {}) {
    const { resume, schema, tools } = options
    checkSchemas(options)
    if (schema || tools) {
      this.#schemas = new ResponseSchemas(options as ResponseAccumulatorOptions)
    }
    this.#growth = new ResponseGrowth(resume === true)
  }

  /**
   * Goes on where a checkpoint was taken, under the same options, also when the stream was cut off
   * there. Events that the new connection repeats at first are recognised by their `sequence_number`.
   * The checkpoint can be used again.
   *
   * Throws a `TypeError` when it is none of this version.
   */
  static restore<Parsed = never, Tools extends object = NoTools>(
    checkpoint: ResponseCheckpoint,
    options?: ResponseAccumulatorOptions<Parsed, Tools>,
  ): ResponseAccumulator<Parsed, Tools> {
    if (!isResponseCheckpoint(checkpoint)) {
      throw new TypeError('Not a checkpoint of a response accumulator')
    }
    const accumulator = new ResponseAccumulator(options)
    const copy = JSON.parse(JSON.stringify(checkpoint)) as ResponseCheckpoint
    accumulator.#growth = new ResponseGrowth(options?.resume === true, copy)
    accumulator.#isTold = copy.isTold === true
    accumulator.#schemas?.wait(copy.waiting ?? [], accumulator.#growth.output)
    return accumulator
  }

  /** The response so far: live, so clone it to keep it. `output_text` is made when it is read. */
  get snapshot(): Response {
    return this.#growth.live as unknown as Response
  }

  /** An event has come that ends the response. At the end, whether the stream was complete. */
  get complete(): boolean {
    return this.#growth.end !== null
  }

  /**
   * Where another stream of this response may go on; undefined when that cannot be known, and when the
   * response has ended.
   */
  get resumeCursor(): ResponseCursor | undefined {
    const { live, cursor: startingAfter, end } = this.#growth
    const responseId = textOf(live['id'])
    if (end !== null || responseId === '' || startingAfter === undefined) return undefined
    return { responseId, startingAfter }
  }

  /** The calls of functions and custom tools so far, and which of them may be made. */
  get toolCalls(): readonly ResponseToolCallState<Tools>[] {
    const calls = this.#growth.output.items.filter(({ kind }) => kind && kind !== 'mcp')
    return calls.map((item) => ({
      state: item.complete && this.#schemas?.permits(item) !== false ? 'complete' : 'partial',
      output_index: item.index,
      toolCall: item.live as unknown as ParsedResponseToolCall<Tools>,
    }))
  }

  /**
   * Takes the next event; returns what it changed, in order: nothing once the response has ended.
   * Throws a `TypeError` after the end of the stream.
   */
  push(event: ResponseStreamEvent): readonly ResponseUpdate<Parsed, Tools>[] {
    if (this.#isOver) throw new TypeError('The stream is over')
    const growth = this.#growth
    const wasComplete = this.complete
    if (isObject(event)) growth.take(event)
    const updates = growth.takeUpdates()
    // Schemas are asked at the end of the stream.
    if (this.complete && !wasComplete && !this.#schemas) this.#tellDone(updates)
    return this.#admitted(updates)
  }

  /**
   * The stream is over, and `push` takes nothing more: runs the schemas, and waits for those that take
   * their time. Only for these is it needed, before `finishUpdates`, `finish` or `result`. Never rejects:
   * those tell what came of it.
   */
  async validate(options?: ResponseFinishOptions): Promise<void> {
    this.#close(options)
    await this.#schemas?.settle(this.#growth)
  }

  /**
   * The stream is over: returns the last updates. There are some when nothing but `complete` says that
   * the response is whole, and where schemas are asked, which see a whole response only.
   */
  finishUpdates(options?: ResponseFinishOptions): readonly ResponseUpdate<Parsed, Tools>[] {
    this.#close(options)
    if (this.#isJudged) return []
    this.#isJudged = true
    const updates = [...(this.#schemas?.waiting.splice(0) ?? []), ...this.#growth.takeUpdates()]
    this.#failure = this.#judge()
    if (!this.#failure) this.#tellDone(updates)
    return this.#admitted(updates)
  }

  /**
   * The stream is over: returns the response, which is completed, incomplete or cancelled.
   *
   * Throws `ERR_SSE_TRUNCATED` when it has not ended, `ERR_SSE_UPSTREAM` when it failed; where schemas
   * were asked for also `ERR_SSE_SCHEMA`, `ERR_SSE_LENGTH_FINISH_REASON`,
   * `ERR_SSE_CONTENT_FILTER_FINISH_REASON`, what a schema throws, and a `TypeError` for one that is
   * asynchronous: see `validate`. What there is of the response is then the error's `partial`: see
   * `partialResponse`.
   */
  finish(options?: ResponseFinishOptions): ParsedResponse<Parsed, Tools> {
    this.finishUpdates(options)
    if (this.#failure) throw withPartialResponse(this.#failure.error, this.snapshot)
    return this.snapshot as ParsedResponse<Parsed, Tools>
  }

  /** The stream is over, well or not: tells how. Never throws; `error` is what `finish` throws. */
  result(options: ResponseResultOptions = {}): AccumulationResult<ParsedResponse<Parsed, Tools>> {
    const { error, evidence } = options
    this.finishUpdates(error === undefined ? options : {})
    if (error !== undefined) this.#failure = { error }
    const value = this.snapshot as ParsedResponse<Parsed, Tools>
    const { end, outcome } = this.#growth
    const failure = this.#failure
    if (!failure) return { outcome: outcome!, evidence: end || evidence, value, error: undefined }
    return { ...resultOfError(withPartialResponse(failure.error, this.snapshot)), value }
  }

  /**
   * All that is remembered, as plain JSON that shares nothing with it: continue with
   * `ResponseAccumulator.restore`.
   *
   * Throws the `RangeError` of `JSON.stringify` where a server has sent what nests too deep for that: in
   * Node 20 some thousand levels.
   */
  checkpoint(): ResponseCheckpoint {
    const schemas = this.#schemas
    const { state } = this.#growth
    const checkpoint = { ...state, waiting: schemas?.waiting, isTold: this.#isTold }
    return JSON.parse(JSON.stringify(checkpoint, schemas?.withoutMade)) as ResponseCheckpoint
  }

  #close({ complete }: ResponseFinishOptions = {}): void {
    this.#isOver = true
    if (!this.#isJudged) this.#growth.close(complete)
  }

  #judge(): ResponseFailure | undefined {
    const { failed, live, outcome } = this.#growth
    const failure = this.#schemas?.judge(this.#growth)
    if (outcome === 'failed') return { error: upstreamErrorOf(failed ?? live) }
    if (!outcome) return { error: new TruncatedStreamError('no-end-marker') }
    if (!this.#schemas || outcome === 'completed') return failure
    const { incomplete_details: details } = live
    const cut = cutOf(textOf(isObject(details) && details['reason']))
    if (cut === 'filter') return { error: new ContentFilterFinishReasonError() }
    return cut === 'length' ? { error: new LengthFinishReasonError() } : undefined
  }

  // Once: of a response that has failed there is nothing to tell.
  #tellDone(updates: object[]): void {
    if (this.#isTold || this.#growth.outcome === 'failed') return
    this.#isTold = true
    const toolCalls = this.toolCalls.flatMap((each) =>
      each.state === 'complete' ? each.toolCall : [],
    )
    updates.push({ type: 'response.done', toolCalls, snapshot: this.snapshot })
  }

  #admitted(updates: object[]): readonly ResponseUpdate<Parsed, Tools>[] {
    const told = this.#schemas?.admit(updates, this.#growth.output) ?? updates
    return told as ResponseUpdate<Parsed, Tools>[]
  }
}

function resultOfError(thrown: unknown): Omit<AccumulationResult<never>, 'value'> {
  const error = thrown instanceof Error ? thrown : new Error('No error', { cause: thrown })
  const { code } = error as { readonly code?: unknown }
  const evidence = textOf(code) || textOf(error.name) || 'Error'
  const isCut = evidence.endsWith('_FINISH_REASON')
  const isTruncated = /^ERR_SSE_(TRUNCATED|EMPTY_STREAM)$/.test(evidence)
  const outcome = isCut ? 'incomplete' : isTruncated ? 'truncated' : 'failed'
  return { outcome, evidence, error }
}
