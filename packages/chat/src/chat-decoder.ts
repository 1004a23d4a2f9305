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
import { adds, ChoiceProgress } from './choice-progress.ts'
import { spreadContentParts } from './content-parts.ts'

/** Settings of a `ChatDecoder`. */
export interface ChatDecoderOptions extends JSONEventDecoderOptions<ChatAnomalyCode> {
  /**
   * Takes the events that have a name of their own, such as `ping`, and are no chunks. Default: they
   * are skipped, and are the anomaly `unknown-event`.
   */
  readonly onUnknownEvent?: ((event: ServerSentEvent) => void) | undefined
}

/**
 * What a Chat Completions stream is taken for complete upon, the strongest first: `[DONE]`, a finish
 * reason for every choice, or, where there was an answer and never a finish reason, the chunk with
 * nothing but the usage.
 */
export type ChatCompletionEvidence = 'done-sentinel' | 'finish-reasons' | 'usage'

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
  Exclude<ChatCompletionEvidence, 'done-sentinel'>
> {
  readonly #onUnknownEvent: ChatDecoderOptions['onUnknownEvent']
  readonly #progress: ChoiceProgress = new ChoiceProgress()
  // The last chunk that said anything was one with usage and no choices.
  #usageIsLast = false

  constructor(options: ChatDecoderOptions = {}) {
    super(options)
    this.#onUnknownEvent = options.onUnknownEvent
  }

  protected get evidence(): Exclude<ChatCompletionEvidence, 'done-sentinel'> | undefined {
    if (this.#progress.finished) return 'finish-reasons'
    return this.#usageIsLast && this.#progress.goesWithoutReasons ? 'usage' : undefined
  }

  protected take(payload: JSONObject, event: ServerSentEvent): ChatCompletionChunk | undefined {
    const isError =
      event.event === 'error' || (payload['error'] !== undefined && reportsError(payload))
    let { choices } = payload
    if (!Array.isArray(choices)) {
      const isFlatError = payload['object'] === 'error' || payload['type'] === 'error'
      if (isError || isFlatError) return this.raise(payload)
      if (choices === undefined && this.takeForeign(event) === undefined) return undefined
      const isMissing = choices === undefined || choices === null
      this.report(isMissing ? 'missing-choices' : 'malformed-choices', event, 'choices')
      choices = payload['choices'] = []
    }
    this.#repair(payload, choices as unknown[], event)
    if (isError) {
      if ((payload['choices'] as unknown[]).length === 0) return this.raise(payload)
      this.owe(payload)
    }
    return payload as unknown as ChatCompletionChunk
  }

  protected takeForeign(event: ServerSentEvent): undefined | false {
    if (event.event === undefined || event.event === 'message') return false
    if (this.#onUnknownEvent === undefined) this.report('unknown-event', event)
    else this.#onUnknownEvent(event)
    return undefined
  }

  #repair(payload: JSONObject, choices: unknown[], event: ServerSentEvent): void {
    if (choices.length === 0) {
      if (isObject(payload['usage'])) this.#usageIsLast = true
      return
    }
    for (let position = 0; position < choices.length; position++) {
      const choice = choices[position]
      if (!isObject(choice)) {
        this.report('malformed-choice', event, 'choices', position)
        // The rest is repaired without it.
        const rest = choices.filter(isObject)
        payload['choices'] = rest
        this.#repair(payload, rest, event)
        return
      }
      this.#repairChoice(choice, position, event)
    }
  }

  #repairChoice(choice: JSONObject, position: number, event: ServerSentEvent): void {
    let { index, delta, finish_reason: finishReason } = choice
    if (typeof index !== 'number' || !(index >= 0) || !Number.isInteger(index)) {
      const code = index === undefined || index === null ? 'missing-index' : 'malformed-index'
      this.report(code, event, 'choices', position, 'index')
      const isDigits = typeof index === 'string' && /^[0-9]{1,9}$/.test(index)
      index = choice['index'] = isDigits ? Number(index) : position
    }
    if (!isObject(delta)) {
      const code = delta === undefined || delta === null ? 'missing-delta' : 'malformed-delta'
      this.report(code, event, 'choices', position, 'delta')
      delta = choice['delta'] = {}
    } else {
      this.#repairDelta(delta, position, event)
    }
    if (finishReason !== null && (typeof finishReason !== 'string' || finishReason === '')) {
      const code =
        finishReason === undefined
          ? 'missing-finish-reason'
          : finishReason === ''
            ? 'empty-finish-reason'
            : 'malformed-finish-reason'
      this.report(code, event, 'choices', position, 'finish_reason')
      finishReason = choice['finish_reason'] = null
    }
    if (this.#usageIsLast && adds(delta as JSONObject)) this.#usageIsLast = false
    this.#progress.note(index as number, finishReason as string | null, delta as JSONObject)
  }

  #repairDelta(delta: JSONObject, position: number, event: ServerSentEvent): void {
    const { content, tool_calls: toolCalls } = delta
    if (typeof content !== 'string' && content !== undefined && content !== null) {
      if (Array.isArray(content)) {
        this.report('content-parts', event, 'choices', position, 'delta', 'content')
        spreadContentParts(delta, content)
      } else {
        this.report('malformed-content', event, 'choices', position, 'delta', 'content')
        delta['content'] = null
      }
    }
    if (toolCalls === undefined || toolCalls === null) return
    if (!Array.isArray(toolCalls) || !toolCalls.every(isObject)) {
      this.report('malformed-tool-calls', event, 'choices', position, 'delta', 'tool_calls')
      delta['tool_calls'] = Array.isArray(toolCalls) ? toolCalls.filter(isObject) : null
    }
  }
}
