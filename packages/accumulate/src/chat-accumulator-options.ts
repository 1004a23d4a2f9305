import type { StandardSchema } from './standard-schema.ts'

/** Settings of a `ChatAccumulator`. `Parsed` and `Tools` are inferred from `schema` and `tools`. */
export interface ChatAccumulatorOptions<Parsed = never, Tools extends object = object> {
  /**
   * The server sends the whole text so far in every delta instead of what is new, as a few do for
   * content and reasoning. Default false; there is no guessing, as a model may well repeat itself.
   */
  readonly cumulative?: boolean | undefined
  /**
   * A tool call whose arguments are a whole JSON object, and go on with another `{`, is two calls.
   * For servers that give parallel calls the same index and no ids. Default false.
   */
  readonly splitToolCalls?: boolean | undefined
  /**
   * What the content is to be, as JSON: at the end of the stream `message.parsed` is what this makes
   * of it. Any schema of the Standard Schema kind. Default: the content is text.
   *
   * With this, or with a schema in `tools`, the end throws `ERR_SSE_SCHEMA` when something does not
   * fit, `ERR_SSE_LENGTH_FINISH_REASON` and `ERR_SSE_CONTENT_FILTER_FINISH_REASON` when an answer was
   * cut off. No schema ever sees a text that is not whole.
   */
  readonly schema?: StandardSchema<unknown, Parsed> | undefined
  /**
   * What the arguments of function tools are to be, by the names of the tools: at the end of the
   * stream `function.parsed_arguments` is what this makes of them. Empty arguments are `{}`. Calls of
   * other tools stay as they are.
   */
  readonly tools?:
    | { readonly [Name in keyof Tools]: StandardSchema<unknown, Tools[Name]> }
    | undefined
}

/** Whatever the schemas make. */
export type AnyChatOptions = ChatAccumulatorOptions<unknown, Record<string, unknown>>
