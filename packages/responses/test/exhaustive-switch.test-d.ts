/** A `switch` over the type of an event narrows it, and is complete only with `unknown` and `keepalive`. */
import type { ResponseStreamEvent } from '@sse/responses'

export function everyEvent(event: ResponseStreamEvent): unknown {
  switch (event.type) {
    case 'response.created':
    case 'response.queued':
    case 'response.in_progress':
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
    case 'response.cancelled':
      return event.response.output satisfies readonly object[]
    case 'response.output_item.added':
    case 'response.output_item.done':
      return event.item.type satisfies string
    case 'response.content_part.added':
    case 'response.content_part.done':
    case 'response.reasoning_summary_part.added':
    case 'response.reasoning_summary_part.done':
      return event.part.type satisfies string
    case 'response.output_text.delta':
    case 'response.refusal.delta':
    case 'response.reasoning_text.delta':
    case 'response.reasoning_summary_text.delta':
    case 'response.function_call_arguments.delta':
    case 'response.custom_tool_call_input.delta':
    case 'response.code_interpreter_call_code.delta':
    case 'response.mcp_call_arguments.delta':
    case 'response.shell_call_command.delta':
    case 'response.audio.delta':
    case 'response.audio.transcript.delta':
      return event.delta satisfies string
    case 'response.output_text.done':
    case 'response.output_text.annotation.added':
    case 'response.refusal.done':
    case 'response.reasoning_text.done':
    case 'response.reasoning_summary_text.done':
    case 'response.function_call_arguments.done':
    case 'response.custom_tool_call_input.done':
    case 'response.code_interpreter_call.in_progress':
    case 'response.code_interpreter_call_code.done':
    case 'response.code_interpreter_call.interpreting':
    case 'response.code_interpreter_call.completed':
    case 'response.file_search_call.in_progress':
    case 'response.file_search_call.searching':
    case 'response.file_search_call.completed':
    case 'response.web_search_call.in_progress':
    case 'response.web_search_call.searching':
    case 'response.web_search_call.completed':
    case 'response.image_generation_call.in_progress':
    case 'response.image_generation_call.generating':
    case 'response.image_generation_call.partial_image':
    case 'response.image_generation_call.completed':
    case 'response.mcp_list_tools.in_progress':
    case 'response.mcp_list_tools.completed':
    case 'response.mcp_list_tools.failed':
    case 'response.mcp_call.in_progress':
    case 'response.mcp_call_arguments.done':
    case 'response.mcp_call.completed':
    case 'response.mcp_call.failed':
    case 'response.compaction.compacting':
    case 'response.shell_call_command.added':
    case 'response.shell_call_command.done':
    case 'response.shell_call_output_content.delta':
    case 'response.shell_call_output_content.done':
    case 'response.audio.done':
    case 'response.audio.transcript.done':
      return event.sequence_number satisfies number | undefined
    case 'error':
      return event.error?.message ?? event.message
    case 'keepalive':
      return event.sequence_number
    case 'unknown':
      return [event.name satisfies string, event.payload]
    default:
      return event satisfies never
  }
}

export function incomplete(event: Extract<ResponseStreamEvent, { type: 'unknown' | 'keepalive' }>) {
  switch (event.type) {
    case 'keepalive':
      return event.sequence_number
    default:
      // @ts-expect-error -- `unknown` is left
      return event satisfies never
  }
}
