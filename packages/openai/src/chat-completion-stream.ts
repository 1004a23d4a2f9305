import {
  ChatAccumulator,
  type ChatAccumulatorOptions,
  type ChatUpdate,
  type ParsedChatCompletion,
} from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import type { StreamSource } from '@sse/client'
import { AccumulatedStream } from './accumulated-stream.ts'

/**
 * The chunks of one completion, to be read once, and the completion that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialCompletion`.
 */
export class ChatCompletionStream<
  Parsed = never,
  Tools extends object = object,
> extends AccumulatedStream<
  ChatCompletionChunk,
  ChatUpdate<Parsed, Tools>,
  ChatCompletion,
  ParsedChatCompletion<Parsed, Tools>,
  Parsed
> {
  readonly #options: ChatAccumulatorOptions<Parsed, Tools>

  constructor(
    source: StreamSource<ChatCompletionChunk>,
    options: ChatAccumulatorOptions<Parsed, Tools> = {},
    accumulator: ChatAccumulator<Parsed, Tools> = new ChatAccumulator(options),
  ) {
    super(source, accumulator)
    this.#options = options
  }

  protected override newAccumulator(): ChatAccumulator<Parsed, Tools> {
    return new ChatAccumulator(this.#options)
  }

  protected override textOf(update: ChatUpdate<Parsed, Tools>): string | undefined {
    const isText = update.type === 'content.delta' && update.choice === 0
    return isText && update.replaces === undefined ? update.delta : undefined
  }

  protected override parsedOf({ choices: [choice] }: ChatCompletion): Parsed | null | undefined {
    if (this.#options.schema === undefined) return undefined
    return (choice?.message as { readonly parsed?: Parsed } | undefined)?.parsed ?? null
  }

  protected override branch(
    source: StreamSource<ChatCompletionChunk>,
  ): ChatCompletionStream<Parsed, Tools> {
    return new ChatCompletionStream(source, this.#options)
  }
}
