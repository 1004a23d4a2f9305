import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import { ChatCompletionStream } from './chat-completion-stream.ts'
import type { Connection, RequestOptions } from './connection.ts'

/** `POST /chat/completions`, streamed. */
export class ChatCompletions {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Asks for a completion and gives its stream, as soon as the headers are there.
   *
   * Rejects with `ERR_SSE_CONNECTION`, `ERR_SSE_ABORTED` or the code of an `APIStatusError`; with a
   * `TypeError` when `stream` is not true: this client does nothing else.
   */
  async create(
    params: ChatCompletionCreateParamsStreaming,
    options: RequestOptions = {},
  ): Promise<ChatCompletionStream> {
    if (!(params as { readonly stream?: unknown }).stream)
      throw new TypeError('Pass stream: true: this client only streams')
    return new ChatCompletionStream(
      await this.#connection.post('/chat/completions', params, options),
    )
  }
}
