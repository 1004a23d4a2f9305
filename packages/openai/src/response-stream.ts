import {
  type ParsedResponse,
  ResponseAccumulator,
  type ResponseAccumulatorOptions,
  type ResponseCursor,
  type ResponseUpdate,
} from '@sse/accumulate'
import type { StreamSource } from '@sse/client'
import type { Response, ResponseStreamEvent } from '@sse/responses'
import { cursorOf, type ResponseOrigin } from './response-cursor.ts'
import { AccumulatedStream } from './accumulated-stream.ts'

/**
 * The events of one response, to be read once, and the response that they add up to.
 *
 * An error of the stream carries what had arrived as `partial`: see `partialResponse`.
 */
export class ResponseStream<
  Parsed = never,
  Tools extends object = object,
> extends AccumulatedStream<
  ResponseStreamEvent,
  ResponseUpdate<Parsed, Tools>,
  Response,
  ParsedResponse<Parsed, Tools>,
  Parsed
> {
  readonly #options: ResponseAccumulatorOptions<Parsed, Tools>
  #accumulator: ResponseAccumulator<Parsed, Tools>
  readonly #origin: ResponseOrigin | undefined

  constructor(
    source: StreamSource<ResponseStreamEvent>,
    options: ResponseAccumulatorOptions<Parsed, Tools> = {},
    accumulator: ResponseAccumulator<Parsed, Tools> = new ResponseAccumulator(options),
    origin?: ResponseOrigin,
  ) {
    super(source, accumulator)
    this.#options = options
    this.#accumulator = accumulator
    this.#origin = origin
  }

  /**
   * Where `responses.retrieve` may go on with this response; undefined when that cannot be known, and
   * when the response has ended. Only responses made with `background: true` can be gone on with.
   */
  get resumeCursor(): ResponseCursor | undefined {
    return cursorOf(this.#accumulator, this.#origin)
  }

  protected override newAccumulator(): ResponseAccumulator<Parsed, Tools> {
    return (this.#accumulator = new ResponseAccumulator(this.#options))
  }

  protected override textOf(update: ResponseUpdate<Parsed, Tools>): string | undefined {
    const isText = update.type === 'content.delta' && update.replaces === undefined
    return isText ? update.delta : undefined
  }

  protected override parsedOf(final: object): Parsed | null | undefined {
    if (this.#options.schema === undefined) return undefined
    return (final as { readonly output_parsed?: Parsed | null }).output_parsed ?? null
  }

  protected override branch(
    source: StreamSource<ResponseStreamEvent>,
  ): ResponseStream<Parsed, Tools> {
    return new ResponseStream(source, this.#options, undefined, this.#origin)
  }
}
