import { ChatAccumulator, type ChatAccumulatorOptions } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { chatCompletionCall, chatCompletionDecoding } from './chat-completion-call.ts'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import { finishReasonsOf } from './finish-reasons.ts'
import { ChatCompletionStreamSync } from './sync-chat-completion-stream.ts'
import type { SyncConnection } from './sync-connection.ts'
import type { RequestSyncOptions } from './sync-request-options.ts'

/** Settings of one call of `chat.completions.create`. Schemas have to be synchronous. */
export interface ChatCompletionSyncOptions<Parsed = never, Tools extends object = object>
  extends RequestSyncOptions, ChatAccumulatorOptions<Parsed, Tools> {
  /**
   * Whether a chunk is content, for the deadlines and the timing of content. Default: one that has
   * more than a role in a delta.
   */
  readonly isContent?: ((chunk: ChatCompletionChunk) => boolean) | undefined
}

/** `POST /chat/completions`, streamed to a thread that waits. */
export class ChatCompletionsSync {
  readonly #connection: SyncConnection

  constructor(connection: SyncConnection) {
    this.#connection = connection
  }

  /**
   * Asks for a completion, blocks until the headers are there, and gives its stream.
   *
   * Throws `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; a `TypeError` when `stream` is not true, for this client does nothing else, when a
   * URL or a header cannot be sent, or when an option cannot go to another thread.
   */
  create<Parsed = never, Tools extends object = object>(
    params: ChatCompletionCreateParamsStreaming,
    options: ChatCompletionSyncOptions<Parsed, Tools> = {},
  ): ChatCompletionStreamSync<Parsed, Tools> {
    const call = chatCompletionCall(params)
    const settings = this.#connection.settings(options)
    const accumulator = new ChatAccumulator(options)
    const decoding = chatCompletionDecoding(settings, () => finishReasonsOf(accumulator.snapshot))
    const source = this.#connection.stream(call, settings, decoding)
    return new ChatCompletionStreamSync(source, options, accumulator)
  }
}
