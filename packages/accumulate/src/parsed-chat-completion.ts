import type {
  ChatCompletion,
  ChatCompletionChoice,
  ChatCompletionFunctionCall,
  ChatCompletionMessage,
  ChatCompletionMessageCustomToolCall,
  ChatCompletionMessageFunctionToolCall,
  ChatCompletionMessageToolCall,
} from '@sse/chat'

/** No schema for any tool: no name has one. */
export type NoTools = object

/**
 * A completion with what schemas made of it: `message.parsed` when there is one for the content, whose
 * output is `Parsed`; `function.parsed_arguments` on the calls of the tools in `Tools`, by name. Just a
 * `ChatCompletion` when there are no schemas.
 */
export type ParsedChatCompletion<Parsed = never, Tools extends object = object> = [
  Parsed | keyof Tools,
] extends [never]
  ? ChatCompletion
  : CompletionWithParsed<Parsed, Tools>

/** A choice of a `ParsedChatCompletion`. */
export type ParsedChatCompletionChoice<
  Parsed = never,
  Tools extends object = object,
> = ParsedChatCompletion<Parsed, Tools>['choices'][number]

/** A tool call of a `ParsedChatCompletion`. */
export type ParsedToolCall<Tools extends object = object> = [keyof Tools] extends [never]
  ? ChatCompletionMessageToolCall
  : FunctionToolCallWithParsed<Tools> | ChatCompletionMessageCustomToolCall

/** What a schema made of the content: null when the model refused, or had nothing but calls. */
export type WithParsed<Parsed> = [Parsed] extends [never]
  ? unknown
  : { readonly parsed: Parsed | null }

interface CompletionWithParsed<Parsed, Tools extends object> extends ChatCompletion {
  readonly choices: readonly ChoiceWithParsed<Parsed, Tools>[]
}

interface ChoiceWithParsed<Parsed, Tools extends object> extends ChatCompletionChoice {
  readonly message: MessageWithCalls<Tools> & WithParsed<Parsed>
}

interface MessageWithCalls<Tools extends object> extends ChatCompletionMessage {
  readonly tool_calls?: readonly ParsedToolCall<Tools>[]
}

interface FunctionToolCallWithParsed<
  Tools extends object,
> extends ChatCompletionMessageFunctionToolCall {
  readonly function: FunctionCallOf<Tools> | FunctionCallOfAnother
}

type FunctionCallOf<Tools extends object> = {
  [Name in keyof Tools & string]: ChatCompletionFunctionCall & {
    readonly name: Name
    /** Null when the call was cut off, so that no schema has seen it. */
    readonly parsed_arguments: Tools[Name] | null
  }
}[keyof Tools & string]

// A model may call a tool that has no schema, or none that there is.
interface FunctionCallOfAnother extends ChatCompletionFunctionCall {
  readonly parsed_arguments?: undefined
}
