import type {
  Response,
  ResponseAnnotation,
  ResponseMcpCall,
  ResponseOutputItem,
  ResponseStatus,
  ResponseTokenLogprob,
  ResponseUsage,
} from '@sse/responses'
import type { NoTools, WithParsed } from './parsed-chat-completion.ts'
import type { ParsedResponse, ParsedResponseToolCall } from './response-parsed.ts'

/**
 * What one event, or the end of the stream, changed.
 *
 * `output_index` is that of the events about an item, where no other item has the same; `content_index`,
 * `summary_index` and `command_index` are positions in the lists of the snapshot. In an update about text, `delta` is what is new and `snapshot` is all there is so
 * far, both strings that stay as they are. Every other object is live: a part of the accumulator's
 * `snapshot`, which may go on growing.
 *
 * A `done` comes when the server says that the item is done, or the response: each once, with all of it,
 * and what it hands out does not change. What was cut off has none. Another form of a text in the final
 * output of the response is a delta that `replaces`.
 */
export type ResponseUpdate<Parsed = never, Tools extends object = NoTools> =
  | ResponseStatusUpdate
  | ItemStart
  | ItemStatus
  | ItemDone
  | TextDelta<'content.delta', ContentIndex>
  | (TextDone<'content.done', ContentIndex> & Partial<WithParsed<Parsed>>)
  | TextDelta<'refusal.delta', ContentIndex>
  | TextDone<'refusal.done', ContentIndex>
  | TextDelta<'reasoning.delta', ContentIndex>
  | TextDone<'reasoning.done', ContentIndex>
  | TextDelta<'reasoning_summary.delta', SummaryIndex>
  | TextDone<'reasoning_summary.done', SummaryIndex>
  | TextDelta<'code.delta', ItemIndex>
  | TextDone<'code.done', ItemIndex>
  | TextDelta<'diff.delta', ItemIndex>
  | TextDone<'diff.done', ItemIndex>
  | TextDelta<'command.delta', CommandIndex>
  | TextDone<'command.done', CommandIndex>
  | TextDelta<'stdout.delta', CommandIndex>
  | TextDone<'stdout.done', CommandIndex>
  | TextDelta<'stderr.delta', CommandIndex>
  | TextDone<'stderr.done', CommandIndex>
  | ToolCallStart
  | TextDelta<'tool_call.arguments.delta', CallIndex>
  | TextDelta<'tool_call.input.delta', CallIndex>
  | ToolCallDone<Tools>
  | AnnotationUpdate
  | LogprobsUpdate
  | PartialImage
  | TextDelta<'audio.data.delta', object>
  | TextDone<'audio.data.done', object>
  | TextDelta<'audio.transcript.delta', object>
  | TextDone<'audio.transcript.done', object>
  | TextDelta<'other.delta', CallIndex>
  | TextDone<'other.done', CallIndex>
  | UsageUpdate
  | UnknownUpdate
  | ResponseDone<Parsed, Tools>

/** The updates of one type, such as `ResponseUpdateOf<'content.delta'>`. */
export type ResponseUpdateOf<
  Type extends ResponseUpdate['type'],
  Parsed = never,
  Tools extends object = NoTools,
> = Extract<ResponseUpdate<Parsed, Tools>, { readonly type: Type }>

interface ItemIndex {
  readonly output_index: number
}

interface ContentIndex extends ItemIndex {
  readonly content_index: number
}

interface SummaryIndex extends ItemIndex {
  readonly summary_index: number
}

interface CommandIndex extends ItemIndex {
  readonly command_index: number
}

interface CallIndex extends ItemIndex {
  /** The name of the tool, `''` while it is not known; of an `other` text, what the server calls it. */
  readonly name: string
}

type TextDelta<Type extends string, Index extends object> = Index & {
  readonly type: Type
  readonly delta: string
  readonly snapshot: string
  /**
   * `delta` does not go on with what was there, it replaces it: the server has changed its mind, or
   * pieces turned out to be of several items.
   */
  readonly replaces?: true
}

type TextDone<Type extends string, Index extends object> = Index & {
  readonly type: Type
  readonly snapshot: string
}

/** The response waits (`queued`) or is being made (`in_progress`). */
interface ResponseStatusUpdate {
  readonly type: 'response.status'
  readonly status: ResponseStatus
  readonly snapshot: Response
}

/** An item has begun. */
interface ItemStart extends ItemIndex {
  readonly type: 'item.start'
  readonly item: ResponseOutputItem
}

/** A hosted tool tells how far it is, such as `searching`. */
interface ItemStatus extends ItemIndex {
  readonly type: 'item.status'
  readonly status: string
  readonly item: ResponseOutputItem
}

/** An item is over. Its own `status` tells whether it was cut off. */
interface ItemDone extends ItemIndex {
  readonly type: 'item.done'
  readonly item: ResponseOutputItem
}

/** A call of a function, of a custom tool or, made by the server itself, of an MCP tool has begun. */
interface ToolCallStart extends ItemIndex {
  readonly type: 'tool_call.start'
  readonly kind: 'function' | 'custom' | 'mcp'
  /** The `call_id`, an MCP call's `id`; undefined when the server has not sent it yet. */
  readonly id: string | undefined
  /** `''` when the server has not sent it yet. */
  readonly name: string
}

/** A call is whole. Those of kind `mcp` were made by the server. Calls that were cut off have none. */
type ToolCallDone<Tools extends object> = ItemIndex & {
  readonly type: 'tool_call.done'
} & (
    | { readonly kind: 'function' | 'custom'; readonly toolCall: ParsedResponseToolCall<Tools> }
    | { readonly kind: 'mcp'; readonly toolCall: ResponseMcpCall }
  )

/** A text refers to a source. */
interface AnnotationUpdate extends ContentIndex {
  readonly type: 'annotation'
  /** Its place in the `annotations` of the part. */
  readonly annotation_index: number
  readonly annotation: ResponseAnnotation
}

interface LogprobsUpdate extends ContentIndex {
  readonly type: 'logprobs'
  /** The tokens that are new. */
  readonly delta: readonly ResponseTokenLogprob[]
  readonly snapshot: readonly ResponseTokenLogprob[]
}

/** A preview of an image that is being made. It is not kept. */
interface PartialImage extends ItemIndex {
  readonly type: 'image.partial'
  readonly partial_image_index: number
  /** In base64. */
  readonly partial_image_b64: string
}

/** The server has reported usage. A newer report takes the place of an older one, never add them up. */
interface UsageUpdate {
  readonly type: 'usage'
  readonly usage: ResponseUsage
}

/** An event that changes nothing, as its type is not known here. */
interface UnknownUpdate {
  readonly type: 'unknown'
  readonly name: string
  readonly payload: unknown
}

/** The response is final: completed, incomplete or cancelled, by its `status`. One that failed has none. */
interface ResponseDone<Parsed, Tools extends object> {
  readonly type: 'response.done'
  /** The calls of functions and custom tools that may be made: all but those that were cut off. */
  readonly toolCalls: readonly ParsedResponseToolCall<Tools>[]
  readonly snapshot: ParsedResponse<Parsed, Tools>
}
