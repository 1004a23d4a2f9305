import type { ResponseIncludable } from './response-create-params.ts'

/**
 * The query of `GET /responses/{id}` with `stream: true`.
 *
 * @see https://platform.openai.com/docs/api-reference/responses/get
 */
export interface ResponseRetrieveParamsStreaming {
  readonly stream: true
  /** The `sequence_number` of the last event that is there already. Default: all events. */
  readonly starting_after?: number
  readonly include?: readonly ResponseIncludable[]
  readonly include_obfuscation?: boolean
}
