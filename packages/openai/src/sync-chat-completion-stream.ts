import { ChatAccumulator, type ChatUpdate, chatUpdatesSync, withPartial } from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import { SyncStream } from '@sse/client/sync'

/**
 * The chunks of one completion, to be read once, and the completion that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialCompletion`.
 */
export class ChatCompletionStreamSync extends SyncStream<ChatCompletionChunk> {
  readonly #accumulator = new ChatAccumulator()

  /** The completion so far: live, so clone it to keep it. */
  get snapshot(): ChatCompletion {
    return this.#accumulator.snapshot
  }

  /** Reads the stream as the text of its first choice, piece by piece. It opens the one loop. */
  *text(): Generator<string, void, undefined> {
    for (const { choices } of this) {
      for (const { index, delta } of choices) {
        if (index === 0 && typeof delta.content === 'string' && delta.content !== '') {
          yield delta.content
        }
      }
    }
  }

  /** Reads the stream as updates: what each chunk changed. It opens the one loop. */
  updates(): Generator<ChatUpdate, ChatCompletion, undefined> {
    return chatUpdatesSync(this, { complete: () => this.#whole })
  }

  /**
   * Reads what is left and gives the completion, as the API returns it without `stream`. Chunks that
   * an open loop has not seen are kept for it.
   *
   * Throws what ended the stream, `ERR_SSE_TRUNCATED` when it was cut off and `ERR_SSE_ABORTED` when it
   * was closed before its end: an unfinished answer is never handed out as a finished one.
   */
  final(): ChatCompletion {
    this.consume()
    return this.#accumulator.finish({ complete: this.#whole })
  }

  protected override received(chunk: ChatCompletionChunk): void {
    this.#accumulator.push(chunk)
  }

  protected override failed(error: unknown): void {
    this.#accumulator.finishUpdates({ complete: false })
    withPartial(error, this.#accumulator.snapshot)
  }

  get #whole(): boolean {
    return this.outcome?.status === 'completed'
  }
}
