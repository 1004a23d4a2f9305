import type { ChatCompletionChunk } from '@sse/chat'
import type { Stream } from '@sse/client'
import { chatCompletionCall, chatCompletionDecoding } from './chat-completion-call.ts'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import type { Connection } from './connection.ts'
import type { FinishReason } from './finish-reasons.ts'
import { NotedStream } from './noted-stream.ts'
import type { RequestOptions } from './request-options.ts'

/** Settings of one call of `chat.completions.create` whose chunks are not added up. */
export interface ChatCompletionItemsOptions extends RequestOptions {
  /**
   * Whether a chunk is content, for the deadlines and the timing of content. Default: one that has
   * more than a role in a delta.
   */
  readonly isContent?: ((chunk: ChatCompletionChunk) => boolean) | undefined
}

/** `POST /chat/completions`, streamed, the chunks as they come. */
export class ChatCompletionItems {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Asks for a completion and gives the stream of its chunks, as soon as the headers are there.
   *
   * Rejects with `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; with a `TypeError` when `stream` is not true, for this client does nothing else,
   * or when a URL or a header cannot be sent.
   */
  async create(
    params: ChatCompletionCreateParamsStreaming,
    options: ChatCompletionItemsOptions = {},
  ): Promise<Stream<ChatCompletionChunk>> {
    const call = chatCompletionCall(params)
    const settings = this.#connection.settings(options)
    // Of each choice the first and the last reason that it gave for its end, as they are in a completion.
    const reasons = new Map<number, readonly [FinishReason, FinishReason]>()
    const decoding = chatCompletionDecoding(settings, () => [...reasons.values()].flat())
    const source = await this.#connection.stream(call, settings, decoding)
    const note = (chunk: ChatCompletionChunk): void => {
      for (const choice of chunk.choices) {
        const { index, finish_reason: code } = choice
        if (code === null) continue
        const last = { code, error: (choice as { readonly error?: unknown }).error }
        const [first] = reasons.get(index) ?? [last]
        reasons.set(index, [first, last])
      }
    }
    return new NotedStream(source, note, () => reasons.clear())
  }
}
