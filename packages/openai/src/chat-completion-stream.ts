import { ChatAccumulator, withPartial } from '@sse/accumulate'
import { type ChatCompletion, type ChatCompletionChunk, ChatDecoder } from '@sse/chat'
import { Stream, type StreamInit } from '@sse/client'
import { AccumulatingDecoder } from './accumulating-decoder.ts'

/**
 * The chunks of one completion, to be read once, and the completion that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialCompletion`.
 */
export class ChatCompletionStream extends Stream<ChatCompletionChunk> {
  readonly #accumulator: ChatAccumulator
  readonly #decoder: ChatDecoder

  constructor(init: Omit<StreamInit<never>, 'decoder'>) {
    const accumulator = new ChatAccumulator()
    const decoder = new ChatDecoder()
    super({ ...init, decoder: new AccumulatingDecoder(decoder, accumulator) })
    this.#accumulator = accumulator
    this.#decoder = decoder
  }

  /** The completion so far: live, so clone it to keep it. */
  get snapshot(): ChatCompletion {
    return this.#accumulator.snapshot
  }

  /**
   * Reads what is left and gives the completion, as the API returns it without `stream`. Chunks that
   * an open loop has not seen are kept for it.
   *
   * Rejects with what ended the stream, with `ERR_SSE_TRUNCATED` when it was cut off and with
   * `ERR_SSE_ABORTED` when it was closed before its end: an unfinished answer is never handed out as
   * a finished one.
   */
  async final(): Promise<ChatCompletion> {
    await this.consume()
    return this.#accumulator.finish({ complete: this.#decoder.complete })
  }

  protected override failed(error: unknown): void {
    this.#accumulator.finishUpdates({ complete: false })
    withPartial(error, this.#accumulator.snapshot)
  }
}
