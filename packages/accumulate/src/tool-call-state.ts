import type { ChatCompletionMessageToolCall } from '@sse/chat'

// Beside the calls, not in them: the final object is to equal what the API returns.
const COMPLETE: WeakSet<object> = new WeakSet()

/** The stream was complete, and this call of it may be made. */
export function markComplete(call: object): void {
  COMPLETE.add(call)
}

/**
 * Whether a tool call of a snapshot, of an update or of a final completion is `complete`, so that it
 * may be made, or `partial`: it is still arriving, or it was cut off, by a finish reason such as
 * `length`, in the middle of its JSON, or by the end of a stream that was not complete; or nothing but
 * the end of the stream says that it is all there, where its text cannot tell.
 *
 * It is known of the object itself and not of copies: a copy is `partial`.
 */
export function toolCallState(call: ChatCompletionMessageToolCall): 'partial' | 'complete' {
  return COMPLETE.has(call) ? 'complete' : 'partial'
}

/**
 * The tool calls of a message that may be made: those that are `complete`. Ask this and not the finish
 * reason, for a forced call ends with `stop`, and a call that was cut off is in the message too.
 */
export function executableToolCalls<Call extends ChatCompletionMessageToolCall>(message: {
  readonly tool_calls?: readonly Call[] | undefined
}): Call[] {
  return (message.tool_calls ?? []).filter((call) => COMPLETE.has(call))
}
