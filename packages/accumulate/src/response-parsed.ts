import type {
  Response,
  ResponseCustomToolCall,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
} from '@sse/responses'
import type { NoTools } from './parsed-chat-completion.ts'

/**
 * A response with what schemas made of it, under the names of OpenAI's SDK: `output_parsed` and
 * `parsed` on the texts when there is one for the text, whose output is `Parsed`; `parsed_arguments`
 * on the calls of the tools in `Tools`, by name. Just a `Response` when there are no schemas.
 */
export type ParsedResponse<Parsed = never, Tools extends object = NoTools> = [
  Parsed | keyof Tools,
] extends [never]
  ? Response
  : ResponseWithParsed<Parsed, Tools>

/** A call of a function or of a custom tool of a `ParsedResponse`. */
export type ParsedResponseToolCall<Tools extends object = NoTools> = [keyof Tools] extends [never]
  ? ResponseFunctionToolCall | ResponseCustomToolCall
  : FunctionToolCallWithParsed<Tools> | ResponseCustomToolCall

type ResponseWithParsed<Parsed, Tools extends object> = Omit<Response, 'output'> & {
  readonly output: readonly ItemWithParsed<Parsed, Tools>[]
} & ([Parsed] extends [never]
    ? unknown
    : {
        /** What the schema made of the first text that is an answer; null when there is none, or when it was cut off. */
        readonly output_parsed: Parsed | null
      })

type ItemWithParsed<Parsed, Tools extends object> =
  | Exclude<ResponseOutputItem, ResponseOutputMessage | ResponseFunctionToolCall>
  | MessageWithParsed<Parsed>
  | Extract<ParsedResponseToolCall<Tools>, { readonly type: 'function_call' }>

type MessageWithParsed<Parsed> = Omit<ResponseOutputMessage, 'content'> & {
  readonly content: readonly (
    | (ResponseOutputText &
        ([Parsed] extends [never] ? unknown : { readonly parsed?: Parsed | null }))
    | ResponseOutputRefusal
  )[]
}

type FunctionToolCallWithParsed<Tools extends object> =
  | {
      [Name in keyof Tools & string]: ResponseFunctionToolCall & {
        readonly name: Name
        /** Null when the call was cut off, so that no schema has seen it. */
        readonly parsed_arguments: Tools[Name] | null
      }
    }[keyof Tools & string]
  // A model may call a tool that has no schema, or none that there is.
  | (ResponseFunctionToolCall & { readonly parsed_arguments?: undefined })
