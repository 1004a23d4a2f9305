import { ChatDecoder } from '@sse/chat'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import { ChatCompletionStreamSync } from './sync-chat-completion-stream.ts'
import type { RequestSyncOptions, SyncConnection } from './sync-connection.ts'

/** `POST /chat/completions`, streamed to a thread that waits. */
export class ChatCompletionsSync {
  readonly #connection: SyncConnection

  constructor(connection: SyncConnection) {
    this.#connection = connection
  }

  /**
   * Asks for a completion, blocks until the headers are there, and gives its stream.
   *
   * Throws `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an `APIStatusError`; a `TypeError`
   * when `stream` is not true: this client does nothing else.
   */
  create(
    params: ChatCompletionCreateParamsStreaming,
    options: RequestSyncOptions = {},
  ): ChatCompletionStreamSync {
    if (!(params as { readonly stream?: unknown }).stream)
      throw new TypeError('Pass stream: true: this client only streams')
    const decoder = new ChatDecoder()
    return new ChatCompletionStreamSync(
      this.#connection.post('/chat/completions', params, options, { decoder }),
    )
  }
}
