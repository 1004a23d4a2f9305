import type { Stream } from '@sse/client'
import type { Response, ResponseStreamEvent } from '@sse/responses'
import type { Call, Connection } from './connection.ts'
import { fetchJSON } from './fetch-json.ts'
import { NotedStream } from './noted-stream.ts'
import type { RequestOptions } from './request-options.ts'
import {
  cancelResponseCall,
  createResponseCall,
  responseDecoding,
  retrieveResponseCall,
} from './response-call.ts'
import type { ResponseCreateParamsStreaming } from './response-create-params.ts'
import type { ResponseRetrieveParamsStreaming } from './response-retrieve-params.ts'
import { responseStatusOf } from './response-status.ts'

/** Settings of one call of `responses.create` or `responses.retrieve` whose events are not added up. */
export interface ResponseItemsOptions extends RequestOptions {
  /**
   * Whether an event is content, for the deadlines and the timing of content. Default: one whose type
   * ends in `.delta`, `.done` or `.partial_image`.
   */
  readonly isContent?: ((event: ResponseStreamEvent) => boolean) | undefined
}

/** `POST /responses` and `GET /responses/{id}`, streamed, the events as they come; `POST /responses/{id}/cancel`. */
export class ResponseItems {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Asks for a response and gives the stream of its events, as soon as the headers are there.
   *
   * Rejects with `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; with a `TypeError` when `stream` is not true, for this client does nothing else,
   * or when a URL or a header cannot be sent.
   */
  async create(
    params: ResponseCreateParamsStreaming,
    options: ResponseItemsOptions = {},
  ): Promise<Stream<ResponseStreamEvent>> {
    return this.#stream(createResponseCall(params), options)
  }

  /**
   * Gives the events of a response that was made with `background: true`: from its first one, or from
   * the one behind `starting_after`. Rejects as `create` does.
   */
  async retrieve(
    id: string,
    params: ResponseRetrieveParamsStreaming,
    options: ResponseItemsOptions = {},
  ): Promise<Stream<ResponseStreamEvent>> {
    return this.#stream(retrieveResponseCall(id, params), options)
  }

  /** Stops a response that is made in the background, and gives it as it is then. Rejects as `create` does. */
  async cancel(id: string, options: RequestOptions = {}): Promise<Response> {
    const settings = this.#connection.settings(options)
    return (await fetchJSON(cancelResponseCall(id), settings)) as Response
  }

  async #stream(call: Call, options: ResponseItemsOptions): Promise<Stream<ResponseStreamEvent>> {
    const settings = this.#connection.settings(options)
    let status: Response['status']
    const decoding = responseDecoding(settings, () => status)
    const source = await this.#connection.stream(call, settings, decoding)
    const note = (event: ResponseStreamEvent): void => {
      status = responseStatusOf(event) ?? status
    }
    return new NotedStream(source, note, () => {
      status = undefined
    })
  }
}
