import { ResponseAccumulator, type ResponseAccumulatorOptions } from '@sse/accumulate'
import type { Response, ResponseStreamEvent } from '@sse/responses'
import type { Call, Connection } from './connection.ts'
import { fetchJSON } from './fetch-json.ts'
import type { RequestOptions } from './request-options.ts'
import {
  cancelResponseCall,
  createResponseCall,
  responseDecoding,
  retrieveResponseCall,
} from './response-call.ts'
import type { ResponseOrigin } from './response-cursor.ts'
import type { ResponseCreateParamsStreaming } from './response-create-params.ts'
import type { ResponseRetrieveParamsStreaming } from './response-retrieve-params.ts'
import { ResponseStream } from './response-stream.ts'
import { type ResumeOptions, resumeWith } from './resume.ts'

/** Settings of one call of `responses.create` or `responses.retrieve`. */
export interface ResponseOptions<Parsed = never, Tools extends object = object>
  extends RequestOptions, Pick<ResponseAccumulatorOptions<Parsed, Tools>, 'schema' | 'tools'> {
  /**
   * Whether an event is content, for the deadlines and the timing of content. Default: one whose type
   * ends in `.delta`, `.done` or `.partial_image`.
   */
  readonly isContent?: ((event: ResponseStreamEvent) => boolean) | undefined
  /**
   * Whether a connection that breaks, stalls or ends too early is opened again, behind the last event
   * that was received: nothing is lost, nothing comes twice. Only for responses that are made with
   * `background: true`; of another one `create` rejects with a `TypeError`. It is tried `attempts`
   * times, by default `maxRetries`, without a new event in between. Default false.
   */
  readonly resume?: boolean | ResumeOptions | undefined
}

/** `POST /responses` and `GET /responses/{id}`, streamed; `POST /responses/{id}/cancel`. */
export class Responses {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * Asks for a response and gives its stream, as soon as the headers are there.
   *
   * Rejects with `ERR_SSE_CONNECTION`, `ERR_SSE_TIMEOUT`, `ERR_SSE_ABORTED` or the code of an
   * `APIStatusError`; with a `TypeError` when `stream` is not true, for this client does nothing else,
   * or when a URL or a header cannot be sent.
   */
  async create<Parsed = never, Tools extends object = object>(
    params: ResponseCreateParamsStreaming,
    options: ResponseOptions<Parsed, Tools> = {},
  ): Promise<ResponseStream<Parsed, Tools>> {
    return this.#stream(createResponseCall(params), options)
  }

  /**
   * Gives the stream of a response that was made with `background: true`: from its first event, or from
   * the one behind `starting_after`. Rejects as `create` does.
   */
  async retrieve<Parsed = never, Tools extends object = object>(
    id: string,
    params: ResponseRetrieveParamsStreaming,
    options: ResponseOptions<Parsed, Tools> = {},
  ): Promise<ResponseStream<Parsed, Tools>> {
    return this.#stream(retrieveResponseCall(id, params), options, { ...params, id })
  }

  /** Stops a response that is made in the background, and gives it as it is then. Rejects as `create` does. */
  async cancel(id: string, options: RequestOptions = {}): Promise<Response> {
    const settings = this.#connection.settings(options)
    return (await fetchJSON(cancelResponseCall(id), settings)) as Response
  }

  async #stream<Parsed, Tools extends object>(
    call: Call,
    options: ResponseOptions<Parsed, Tools>,
    origin?: ResponseOrigin,
  ): Promise<ResponseStream<Parsed, Tools>> {
    const { resume } = options
    const settings = this.#connection.settings(options)
    const accumulated = { ...options, resume: Boolean(resume) }
    const accumulator = new ResponseAccumulator(accumulated)
    const source = await this.#connection.stream(call, settings, {
      ...responseDecoding(settings, () => stream.snapshot.status),
      ...(resume ? resumeWith(call, settings, accumulator, resume, origin) : undefined),
    })
    const stream: ResponseStream<Parsed, Tools> = new ResponseStream(
      source,
      accumulated,
      accumulator,
      origin,
    )
    return stream
  }
}
