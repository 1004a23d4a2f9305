import {
  type ParsedResponse,
  ResponseAccumulator,
  type ResponseAccumulatorOptions,
  type ResponseCursor,
  type ResponseUpdate,
} from '@sse/accumulate'
import type { SyncStreamSource } from '@sse/client/sync'
import type { Response, ResponseStreamEvent } from '@sse/responses'
import { cursorOf, type ResponseOrigin } from './response-cursor.ts'
import { AccumulatedStreamSync } from './sync-accumulated-stream.ts'

/**
 * The events of one response, to be read once, and the response that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialResponse`.
 */
export class ResponseStreamSync<
  Parsed = never,
  Tools extends object = object,
> extends AccumulatedStreamSync<
  ResponseStreamEvent,
  ResponseUpdate<Parsed, Tools>,
  Response,
  ParsedResponse<Parsed, Tools>,
  Parsed
> {
  readonly #accumulator: ResponseAccumulator<Parsed, Tools>
  readonly #origin: ResponseOrigin | undefined
  readonly #hasSchema: boolean

  constructor(
    source: SyncStreamSource<ResponseStreamEvent>,
    options: ResponseAccumulatorOptions<Parsed, Tools> = {},
    accumulator: ResponseAccumulator<Parsed, Tools> = new ResponseAccumulator(options),
    origin?: ResponseOrigin,
  ) {
    super(source, accumulator)
    this.#accumulator = accumulator
    this.#origin = origin
    this.#hasSchema = options.schema !== undefined
  }

  /**
   * Where `responses.retrieve` may go on with this response; undefined when that cannot be known, and
   * when the response has ended. Only responses made with `background: true` can be gone on with.
   */
  get resumeCursor(): ResponseCursor | undefined {
    return cursorOf(this.#accumulator, this.#origin)
  }

  protected override textOf(update: ResponseUpdate<Parsed, Tools>): string | undefined {
    const isText = update.type === 'content.delta' && update.replaces === undefined
    return isText ? update.delta : undefined
  }

  protected override parsedOf(final: object): Parsed | null | undefined {
    if (!this.#hasSchema) return undefined
    return (final as { readonly output_parsed?: Parsed | null }).output_parsed ?? null
  }
}
