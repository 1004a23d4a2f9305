import type {
  ChatCompletionAudio,
  ChatCompletionFinishReason,
  ChatCompletionFunctionCall,
  ChatCompletionLogprobs,
  CompletionUsage,
} from '@sse/chat'
import type {
  ParsedChatCompletionChoice,
  ParsedToolCall,
  WithParsed,
} from './parsed-chat-completion.ts'

/**
 * What one chunk, or the end of the stream, changed.
 *
 * `choice` is the index of the choice. In an update about text, `delta` is what is new and `snapshot`
 * is all there is so far, both strings that stay as they are. Every other object is live: a part of
 * the accumulator's `snapshot`, which goes on growing.
 *
 * The `done` updates come at the end of a stream that is complete, each once: servers go on with text
 * and with tool calls after a finish reason. A stream that is not complete has none, and neither has
 * a choice in which something is not what a schema asks for, or was cut off so that none could see it.
 */
export type ChatUpdate<Parsed = never, Tools extends object = object> =
  | TextDelta<'content.delta'>
  | (TextDone<'content.done'> & WithParsed<Parsed>)
  | TextDelta<'refusal.delta'>
  | TextDone<'refusal.done'>
  | TextDelta<'reasoning.delta'>
  | TextDone<'reasoning.done'>
  | TextDelta<'audio.transcript.delta'>
  | TextDelta<'audio.data.delta'>
  | AudioDone
  | ToolCallStart
  | ToolCallDelta<'tool_call.arguments.delta'>
  | ToolCallDelta<'tool_call.input.delta'>
  | ToolCallDone<Tools>
  | FunctionCallDelta
  | FunctionCallDone
  | LogprobsUpdate
  | UsageUpdate
  | ChoiceDone<Parsed, Tools>

/** The updates of one type, such as `ChatUpdateOf<'content.delta'>`. */
export type ChatUpdateOf<
  Type extends ChatUpdate['type'],
  Parsed = never,
  Tools extends object = object,
> = Extract<ChatUpdate<Parsed, Tools>, { readonly type: Type }>

interface TextDelta<Type extends string> {
  readonly type: Type
  readonly choice: number
  readonly delta: string
  readonly snapshot: string
  /** `delta` does not go on with what was there, it replaces it: the server has changed its mind. */
  readonly replaces?: true
}

interface TextDone<Type extends string> {
  readonly type: Type
  readonly choice: number
  readonly snapshot: string
}

interface AudioDone {
  readonly type: 'audio.done'
  readonly choice: number
  readonly audio: ChatCompletionAudio
}

/** A tool call has begun: its name is there, or its first argument text. */
interface ToolCallStart {
  readonly type: 'tool_call.start'
  readonly choice: number
  /** The call's place in `message.tool_calls`. */
  readonly index: number
  /** Undefined when the server has not sent it yet. */
  readonly id: string | undefined
  /** What there is of it: a few servers send names in pieces. */
  readonly name: string
  /** `function`, `custom`, or what else the server calls it. */
  readonly kind: string
}

/** More of a tool call's arguments, or of a custom tool's input. */
interface ToolCallDelta<Type extends string> extends TextDelta<Type> {
  /** The call's place in `message.tool_calls`. */
  readonly index: number
  readonly name: string
}

/** A tool call is whole and may be made. Calls that were cut off have no such update. */
interface ToolCallDone<Tools extends object> {
  readonly type: 'tool_call.done'
  readonly choice: number
  /** The call's place in `message.tool_calls`. */
  readonly index: number
  readonly toolCall: ParsedToolCall<Tools>
  /** The server sent no id; the one that is there was made up here, and is unique in the choice. */
  readonly idIsLocal: boolean
}

interface FunctionCallDelta extends TextDelta<'function_call.arguments.delta'> {
  readonly name: string
}

/** The call of the deprecated function interface is whole and may be made. */
interface FunctionCallDone {
  readonly type: 'function_call.done'
  readonly choice: number
  readonly functionCall: ChatCompletionFunctionCall
}

interface LogprobsUpdate {
  readonly type: 'logprobs'
  readonly choice: number
  /** The tokens that are new. */
  readonly delta: ChatCompletionLogprobs
  readonly snapshot: ChatCompletionLogprobs
}

/** The server has reported usage. A newer report takes the place of an older one, never add them up. */
interface UsageUpdate {
  readonly type: 'usage'
  readonly usage: CompletionUsage
}

/** Everything about the choice is final. */
interface ChoiceDone<Parsed, Tools extends object> {
  readonly type: 'choice.done'
  readonly choice: number
  /** The first finish reason; null when the stream was complete without one. */
  readonly finishReason: ChatCompletionFinishReason | null
  /** The last one, where servers give several. */
  readonly lastFinishReason: ChatCompletionFinishReason | null
  /** The tool calls that may be made: all but those that were cut off. Never judge by the finish reason. */
  readonly toolCalls: readonly ParsedToolCall<Tools>[]
  readonly snapshot: ParsedChatCompletionChoice<Parsed, Tools>
}
