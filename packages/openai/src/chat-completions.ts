import { ChatAccumulator, type ChatAccumulatorOptions } from '@sse/accumulate'
import type { ChatCompletionChunk } from '@sse/chat'
import { chatCompletionCall, chatCompletionDecoding } from './chat-completion-call.ts'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import { ChatCompletionStream } from './chat-completion-stream.ts'
import type { Connection } from './connection.ts'
import { finishReasonsOf } from './finish-reasons.ts'
import type { RequestOptions } from './request-options.ts'

/** Settings of one call of `chat.completions.create`. */
export interface ChatCompletionOptions<Parsed = never, Tools extends object = object>
  extends RequestOptions, ChatAccumulatorOptions<Parsed, Tools> {
  /**
   * Whether a chunk is content, for the deadlines and the timing of content. Default: one that has
   * more than a role in a delta.
   */
  readonly isContent?: ((chunk: ChatCompletionChunk) => boolean) | undefined
}

/** `POST /chat/completions`, streamed. */
export class ChatCompletions {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Asks for a completion and gives its stream, as soon as the headers are there.
   *
   * Rejects with `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; with a `TypeError` when `stream` is not true, for this client does nothing else,
   * or when a URL or a header cannot be sent.
   */
  async create<Parsed = never, Tools extends object = object>(
    params: ChatCompletionCreateParamsStreaming,
    options: ChatCompletionOptions<Parsed, Tools> = {},
  ): Promise<ChatCompletionStream<Parsed, Tools>> {
    const call = chatCompletionCall(params)
    const settings = this.#connection.settings(options)
    const accumulator = new ChatAccumulator(options)
    const decoding = chatCompletionDecoding(settings, () => finishReasonsOf(stream.snapshot))
    const source = await this.#connection.stream(call, settings, decoding)
    const stream: ChatCompletionStream<Parsed, Tools> = new ChatCompletionStream(
      source,
      options,
      accumulator,
    )
    return stream
  }
}
