import { isObject, type JSONObject } from '@sse/core/json-decoder'

// OpenAI allows 128 choices.
const MAX_CHOICES = 1024

/**
 * Keeps track of which choices of a stream have ended.
 *
 * A finish reason is no promise: Together goes on with a second tool call after the first one's.
 * A choice that is seen to grow after it has ended is open again.
 */
export class ChoiceProgress {
  readonly #open: Set<number> = new Set()
  readonly #finished: Set<number> = new Set()
  // There were more choices than are kept track of.
  #overflow = false
  #hasGrown = false
  #hasReasons = false

  /** Whether there were choices and all have ended. */
  get finished(): boolean {
    return !this.#overflow && this.#open.size === 0 && this.#finished.size > 0
  }

  /**
   * Whether there is something of an answer and no choice has ever had a finish reason: some servers
   * send none, and those that send one for a choice owe one for each.
   */
  get goesWithoutReasons(): boolean {
    return this.#hasGrown && !this.#hasReasons
  }

  /** Takes what a chunk says about one choice. */
  note(index: number, finishReason: string | null, delta: JSONObject): void {
    if (!this.#hasGrown && adds(delta)) this.#hasGrown = true
    if (finishReason !== null) {
      this.#hasReasons = true
      this.#open.delete(index)
      this.#add(this.#finished, index)
    } else if (!this.#finished.has(index)) {
      this.#add(this.#open, index)
    } else if (adds(delta)) {
      this.#finished.delete(index)
      this.#open.add(index)
    }
  }

  #add(choices: Set<number>, index: number): void {
    if (this.#open.size + this.#finished.size < MAX_CHOICES) choices.add(index)
    else if (!choices.has(index)) this.#overflow = true
  }
}

/** Whether a delta makes the answer longer, as roles, empty texts and annotations do not. */
export function adds(delta: JSONObject): boolean {
  const { audio, tool_calls: toolCalls, function_call: functionCall } = delta
  return (
    isText(delta['content']) ||
    isText(delta['refusal']) ||
    isText(delta['reasoning_content']) ||
    isText(delta['reasoning']) ||
    (Array.isArray(toolCalls) && toolCalls.length > 0) ||
    isObject(functionCall) ||
    (isObject(audio) && (isText(audio['data']) || isText(audio['transcript'])))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
