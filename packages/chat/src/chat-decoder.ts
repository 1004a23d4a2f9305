import type { ServerSentEvent } from '@sse/core'
import {
  isObject,
  JSONEventDecoder,
  type JSONEventDecoderOptions,
  type JSONObject,
  reportsError,
} from '@sse/core/json-decoder'
import type { ChatAnomalyCode } from './chat-anomaly.ts'
import type { ChatCompletionChunk } from './chat-completion-chunk.ts'
import type { ChatCompletion } from './chat-completion.ts'
import { ChoiceProgress } from './choice-progress.ts'
import { spreadContentParts } from './content-parts.ts'

/** Settings of a `ChatDecoder`. */
export interface ChatDecoderOptions extends JSONEventDecoderOptions<ChatAnomalyCode> {
  /**
   * Takes the events that have a name of their own, such as `ping`, and are no chunks. Default: they
   * are skipped, and are the anomaly `unknown-event`.
   */
  readonly onUnknownEvent?: ((event: ServerSentEvent) => void) | undefined
  /**
   * Makes a chunk of a body that is one whole completion, because the server ignored that a stream
   * was asked for: `chunkOfCompletion`. Such a body is kept up to 64 MiB of characters. Default: it is
   * an error, `ERR_SSE_NOT_EVENT_STREAM`.
   */
  readonly fromCompletion?: ((completion: ChatCompletion) => ChatCompletionChunk) | undefined
}

/**
 * What a Chat Completions stream is taken for complete upon, the strongest first: `[DONE]`, a body
 * that was no stream but a whole completion (if such are taken), a finish reason for every choice,
 * or, where there was an answer and never a finish reason, the chunk with nothing but the usage.
 */
export type ChatCompletionEvidence =
  | 'done-sentinel'
  | 'whole-completion'
  | 'finish-reasons'
  | 'usage'

type ChatEvidence = Exclude<ChatCompletionEvidence, 'done-sentinel'>

const MAX_COMPLETION = 67_108_864

/**
 * Turns the events of a Chat Completions stream into chunks.
 *
 * A chunk is the object that `JSON.parse` made of the event's data, repaired in place where its type
 * would lie; every repair is an anomaly. Unknown keys stay as they are.
 *
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export class ChatDecoder extends JSONEventDecoder<
  ChatCompletionChunk,
  ChatAnomalyCode,
  ChatEvidence
> {
  readonly #options: ChatDecoderOptions
  readonly #progress: ChoiceProgress = new ChoiceProgress()
  #isWhole = false

  constructor(options: ChatDecoderOptions = {}) {
    super(options)
    this.#options = options
  }

  protected get evidence(): ChatEvidence | undefined {
    return this.#isWhole ? 'whole-completion' : this.#progress.evidence
  }

  protected override get maxBody(): number {
    return this.#options.fromCompletion === undefined ? super.maxBody : MAX_COMPLETION
  }

  protected override fits(payload: JSONObject): boolean {
    return Array.isArray(payload['choices'])
  }

  protected take(received: JSONObject, event: ServerSentEvent): ChatCompletionChunk | undefined {
    const isError = event.event === 'error' || reportsError(received)
    let payload = received
    if (isError) {
      if (!Array.isArray(received['choices']) || received['choices'].length === 0) {
        if (isForeign(received, event)) return this.takeForeign(event) || undefined
        return this.raise(received)
      }
      // Before all that a strict decoder may throw, and with what arrived as it arrived.
      this.owe(received)
      payload = copyToRepair(received)
    }
    const { id } = payload
    let { choices } = payload
    if (!Array.isArray(choices)) {
      if (choices === undefined && this.takeForeign(event) === undefined) return undefined
      this.#reportUnfit('choices', choices, event, 'choices')
      choices = payload['choices'] = []
    } else {
      // Not `every`, which calls a function for each choice of each chunk.
      let fit = 0
      while (fit < choices.length && isObject(choices[fit])) fit++
      if (fit < choices.length) {
        this.report('malformed-choice', event, 'choices[]', fit)
        choices = payload['choices'] = choices.filter(isObject)
      }
    }
    if (typeof id === 'number') {
      this.report('malformed-id', event, 'id')
      payload['id'] = String(id)
    }
    const list = choices as JSONObject[]
    for (let position = 0; position < list.length; position++) {
      this.#repairChoice(list[position]!, position, event)
    }
    if (list.length === 0) this.#progress.noteUsage(payload['usage'])
    return payload as unknown as ChatCompletionChunk
  }

  protected takeForeign(event: ServerSentEvent): undefined | false {
    if (event.event === undefined || event.event === 'message') return false
    const { onUnknownEvent } = this.#options
    if (onUnknownEvent === undefined) this.report('unknown-event', event)
    else onUnknownEvent(event)
    return undefined
  }

  protected override takeBody(
    body: JSONObject,
    event: ServerSentEvent,
  ): ChatCompletionChunk | undefined {
    const { fromCompletion } = this.#options
    if (fromCompletion === undefined || !Array.isArray(body['choices'])) return undefined
    this.report('whole-completion', event)
    const chunk = fromCompletion(body as unknown as ChatCompletion)
    this.#isWhole = true
    return this.take(chunk as unknown as JSONObject, event)
  }

  #repairChoice(choice: JSONObject, position: number, event: ServerSentEvent): void {
    let { index, delta, finish_reason: reason } = choice
    if (!Number.isInteger(index) || (index as number) < 0) {
      this.#reportUnfit('index', index, event, 'choices[].index', position)
      // Of a string only: what is made of an object may be an error.
      const isDigits = typeof index === 'string' && /^\d{1,9}$/.test(index)
      index = choice['index'] = isDigits ? Number(index) : position
    }
    if (isObject(delta)) {
      this.#repairDelta(delta, position, event)
    } else {
      this.#reportUnfit('delta', delta, event, 'choices[].delta', position)
      delta = choice['delta'] = {}
    }
    if (reason !== null && (typeof reason !== 'string' || reason === '')) {
      const kind = reason === undefined ? 'missing' : reason === '' ? 'empty' : 'malformed'
      this.report(`${kind}-finish-reason`, event, 'choices[].finish_reason', position)
      reason = choice['finish_reason'] = null
    }
    this.#progress.note(index as number, reason as string | null, delta as JSONObject, choice)
  }

  #repairDelta(delta: JSONObject, position: number, event: ServerSentEvent): void {
    const { content, tool_calls: calls } = delta
    if (Array.isArray(content)) {
      this.report('content-parts', event, 'choices[].delta.content', position)
      spreadContentParts(delta, content)
    } else if (typeof content !== 'string' && content !== undefined && content !== null) {
      this.report('malformed-content', event, 'choices[].delta.content', position)
      delta['content'] = null
    }
    if (calls === undefined || calls === null) return
    if (!Array.isArray(calls) || !calls.every(isObject)) {
      this.report('malformed-tool-calls', event, 'choices[].delta.tool_calls', position)
      delta['tool_calls'] = Array.isArray(calls) ? calls.filter(isObject) : null
    }
  }

  #reportUnfit(
    name: 'choices' | 'delta' | 'index',
    value: unknown,
    event: ServerSentEvent,
    path: string,
    position?: number,
  ): void {
    const kind = value === undefined || value === null ? 'missing' : 'malformed'
    this.report(`${kind}-${name}`, event, path, position)
  }
}

// How the names of what else stands beside an error that is a text begin.
const ERROR_FIELD = /^(error|code|type|object|status|message|param|request)/

// An event that is named for something else, and has a text under `error` beside other things: of a tool, say.
function isForeign(payload: JSONObject, { event: name = 'message' }: ServerSentEvent): boolean {
  return (
    name !== 'message' &&
    name !== 'error' &&
    typeof payload['error'] === 'string' &&
    !Object.keys(payload).every((key) => ERROR_FIELD.test(key))
  )
}

// What repairs write to, so that they leave the original alone.
function copyToRepair(payload: JSONObject): JSONObject {
  const choices = payload['choices'] as readonly unknown[]
  return {
    ...payload,
    choices: choices.map((choice) => {
      if (!isObject(choice)) return choice
      const { delta } = choice
      return isObject(delta) ? { ...choice, delta: { ...delta } } : { ...choice }
    }),
  }
}
