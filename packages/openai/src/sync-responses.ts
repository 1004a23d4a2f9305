import { ResponseAccumulator, type ResponseAccumulatorOptions } from '@sse/accumulate'
import type { Response, ResponseStreamEvent } from '@sse/responses'
import type { Call } from './call.ts'
import {
  cancelResponseCall,
  createResponseCall,
  responseDecoding,
  retrieveResponseCall,
} from './response-call.ts'
import type { ResponseOrigin } from './response-cursor.ts'
import type { ResponseCreateParamsStreaming } from './response-create-params.ts'
import type { ResponseRetrieveParamsStreaming } from './response-retrieve-params.ts'
import type { SyncConnection } from './sync-connection.ts'
import type { RequestSyncOptions } from './sync-request-options.ts'
import { ResponseStreamSync } from './sync-response-stream.ts'

/** Settings of one call of `responses.create` or `responses.retrieve`. Schemas have to be synchronous. */
export interface ResponseSyncOptions<Parsed = never, Tools extends object = object>
  extends RequestSyncOptions, Pick<ResponseAccumulatorOptions<Parsed, Tools>, 'schema' | 'tools'> {
  /**
   * Whether an event is content, for the deadlines and the timing of content. Default: one whose type
   * ends in `.delta`, `.done` or `.partial_image`.
   */
  readonly isContent?: ((event: ResponseStreamEvent) => boolean) | undefined
}

/** `POST /responses` and `GET /responses/{id}`, streamed to a thread that waits; `POST /responses/{id}/cancel`. */
export class ResponsesSync {
  readonly #connection: SyncConnection

  constructor(connection: SyncConnection) {
    this.#connection = connection
  }

  /**
   * Asks for a response, blocks until the headers are there, and gives its stream.
   *
   * Throws `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; a `TypeError` when `stream` is not true, for this client does nothing else, when a
   * URL or a header cannot be sent, or when an option cannot go to another thread.
   */
  create<Parsed = never, Tools extends object = object>(
    params: ResponseCreateParamsStreaming,
    options: ResponseSyncOptions<Parsed, Tools> = {},
  ): ResponseStreamSync<Parsed, Tools> {
    return this.#stream(createResponseCall(params), options)
  }

  /**
   * Gives the stream of a response that was made with `background: true`: from its first event, or from
   * the one behind `starting_after`. Throws as `create` does.
   */
  retrieve<Parsed = never, Tools extends object = object>(
    id: string,
    params: ResponseRetrieveParamsStreaming,
    options: ResponseSyncOptions<Parsed, Tools> = {},
  ): ResponseStreamSync<Parsed, Tools> {
    return this.#stream(retrieveResponseCall(id, params), options, { ...params, id })
  }

  /**
   * Stops a response that is made in the background, blocks until that is known, and gives it as it is
   * then. Throws as `create` does.
   */
  cancel(id: string, options: RequestSyncOptions = {}): Response {
    const settings = this.#connection.settings(options)
    return this.#connection.json(cancelResponseCall(id), settings) as Response
  }

  #stream<Parsed, Tools extends object>(
    call: Call,
    options: ResponseSyncOptions<Parsed, Tools>,
    origin?: ResponseOrigin,
  ): ResponseStreamSync<Parsed, Tools> {
    const settings = this.#connection.settings(options)
    const { schema, tools } = options
    const accumulator = new ResponseAccumulator<Parsed, Tools>({ schema, tools })
    const source = this.#connection.stream(
      call,
      settings,
      responseDecoding(settings, () => accumulator.snapshot.status),
    )
    return new ResponseStreamSync(source, { schema, tools }, accumulator, origin)
  }
}
