import type { NoTools } from './parsed-chat-completion.ts'
import type { StandardSchema } from './standard-schema.ts'

/** Settings of a `ResponseAccumulator`. `Parsed` and `Tools` are inferred from `schema` and `tools`. */
export interface ResponseAccumulatorOptions<Parsed = never, Tools extends object = NoTools> {
  /**
   * The events come from more than one connection: those whose `sequence_number` was there before are
   * a repetition, and are not taken again. Default false, as many servers number their events in ways
   * of their own. An accumulator that was restored recognises what its connection repeats at first.
   */
  readonly resume?: boolean | undefined
  /**
   * What the text of the answer is to be, as JSON: `output_parsed`, and `parsed` on each text of it,
   * are what this makes of it. Any schema of the Standard Schema kind. Default: the text is text.
   *
   * With this, or with a schema in `tools`, the end throws `ERR_SSE_SCHEMA` when something does not
   * fit, `ERR_SSE_LENGTH_FINISH_REASON` and `ERR_SSE_CONTENT_FILTER_FINISH_REASON` when the response
   * was cut off. No schema ever sees a text that is not whole.
   */
  readonly schema?: StandardSchema<unknown, Parsed> | undefined
  /**
   * What the arguments of functions are to be, by the names of the functions: `parsed_arguments` is
   * what this makes of them. Empty arguments are `{}`. Calls of other functions stay as they are.
   */
  readonly tools?:
    | { readonly [Name in keyof Tools]: StandardSchema<unknown, Tools[Name]> }
    | undefined
}
