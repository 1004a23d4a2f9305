import { ChatAccumulator, type ChatAccumulatorOptions } from '@sse/accumulate'
import { type ChatCompletionChunk, ChatDecoder } from '@sse/chat'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import { ChatCompletionStream } from './chat-completion-stream.ts'
import { checkStreamed, type Connection } from './connection.ts'
import type { RequestOptions } from './request-options.ts'

/** Settings of one call of `chat.completions.create`. */
export interface ChatCompletionOptions<Parsed = never, Tools extends object = object>
  extends RequestOptions, ChatAccumulatorOptions<Parsed, Tools> {}

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
    checkStreamed(params)
    const settings = this.#connection.settings(options)
    const accumulator = new ChatAccumulator(options)
    const source = await this.#connection.stream(
      { path: '/chat/completions', body: params },
      settings,
      {
        decoder: new ChatDecoder(settings),
        isContent,
        ending: () => (accumulator.snapshot.choices.some(isCut) ? 'incomplete' : 'completed'),
      },
    )
    return new ChatCompletionStream(source, options, accumulator)
  }
}

// Whatever is more than a role; most often it is text.
function isContent({ choices }: ChatCompletionChunk): boolean {
  return choices.some(
    ({ delta }) =>
      Boolean(delta.content) ||
      Object.entries(delta).some(
        ([name, value]) => name !== 'role' && value !== null && value !== '' && value !== undefined,
      ),
  )
}

function isCut({ finish_reason: reason }: { readonly finish_reason: string | null }): boolean {
  return reason === 'length' || reason === 'content_filter'
}
