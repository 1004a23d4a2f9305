import {
  ChatAccumulator,
  type ChatAccumulatorOptions,
  type ChatUpdate,
  type ParsedChatCompletion,
} from '@sse/accumulate'
import type { ChatCompletion, ChatCompletionChunk } from '@sse/chat'
import type { SyncStreamSource } from '@sse/client/sync'
import { AccumulatedStreamSync } from './sync-accumulated-stream.ts'

/**
 * The chunks of one completion, to be read once, and the completion that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialCompletion`.
 */
export class ChatCompletionStreamSync<
  Parsed = never,
  Tools extends object = object,
> extends AccumulatedStreamSync<
  ChatCompletionChunk,
  ChatUpdate<Parsed, Tools>,
  ChatCompletion,
  ParsedChatCompletion<Parsed, Tools>,
  Parsed
> {
  readonly #hasSchema: boolean

  constructor(
    source: SyncStreamSource<ChatCompletionChunk>,
    options: ChatAccumulatorOptions<Parsed, Tools> = {},
    accumulator: ChatAccumulator<Parsed, Tools> = new ChatAccumulator(options),
  ) {
    super(source, accumulator)
    this.#hasSchema = options.schema !== undefined
  }

  protected override textOf(update: ChatUpdate<Parsed, Tools>): string | undefined {
    const isText = update.type === 'content.delta' && update.choice === 0
    return isText && update.replaces === undefined ? update.delta : undefined
  }

  protected override parsedOf({ choices: [choice] }: ChatCompletion): Parsed | null | undefined {
    if (!this.#hasSchema) return undefined
    return (choice?.message as { readonly parsed?: Parsed } | undefined)?.parsed ?? null
  }
}
