import { isObject, type JSONObject } from '@sse/core/json-decoder'

// OpenAI allows 128 choices.
const MAX_CHOICES = 1024

// No index of a choice.
const UNTRACKED = -1

/**
 * Keeps track of which choices of a stream have ended.
 *
 * A finish reason is no promise: Together goes on with a second tool call after the first one's.
 * A choice that is seen to grow after it has ended is open again.
 */
export class ChoiceProgress {
  readonly #ended: Map<number, boolean> = new Map()
  #hasGrown = false
  #hasReasons = false
  // The last chunk that said anything was one with usage and no choices.
  #usageIsLast = false

  /** What of it makes the stream complete. */
  get evidence(): 'finish-reasons' | 'usage' | undefined {
    if (this.#hasReasons) {
      return [...this.#ended.values()].every(Boolean) ? 'finish-reasons' : undefined
    }
    // Some servers send no finish reason ever; those that send one for a choice owe one for each.
    return this.#hasGrown && this.#usageIsLast ? 'usage' : undefined
  }

  /** Takes the usage of a chunk without choices, where it has one. */
  noteUsage(usage: unknown): void {
    if (isObject(usage) && Object.keys(usage).length > 0) this.#usageIsLast = true
  }

  /** Takes what a chunk says about one choice. */
  note(index: number, finishReason: string | null, delta: JSONObject, choice?: JSONObject): void {
    const wasEnded = this.#ended.get(index)
    const ends = finishReason !== null
    // One more of many: whether it grows changes nothing.
    if (wasEnded === false && !ends && this.#hasGrown && !this.#usageIsLast) return
    const grows = adds(delta) || isText(choice?.['text'])
    if (grows) {
      this.#hasGrown = true
      this.#usageIsLast = false
    }
    if (ends) this.#hasReasons = true
    if (wasEnded === undefined && this.#ended.size >= MAX_CHOICES) {
      // More choices than are kept track of: nobody knows whether all have ended.
      this.#ended.set(UNTRACKED, false)
    } else if (ends || wasEnded === undefined || (wasEnded && grows)) {
      this.#ended.set(index, ends)
    }
  }
}

/**
 * Whether a delta makes the answer longer, as roles and empty texts do not; nor do annotations and the
 * details of reasoning, which may come behind the finish reason.
 */
function adds(delta: JSONObject): boolean {
  const { audio, tool_calls: toolCalls } = delta
  return (
    isText(delta['content']) ||
    isText(delta['reasoning_content']) ||
    isText(delta['reasoning']) ||
    isText(delta['reasoning_text']) ||
    isText(delta['refusal']) ||
    (Array.isArray(toolCalls) && toolCalls.length > 0) ||
    isObject(delta['function_call']) ||
    (isObject(audio) && (isText(audio['data']) || isText(audio['transcript'])))
  )
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
