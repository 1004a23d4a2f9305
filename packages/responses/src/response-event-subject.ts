import type { ResponseStreamEvent } from './response-stream-event.ts'

/** The field with what an event is about: an object, or the text of a `delta`. */
export type ResponseEventSubject = 'response' | 'item' | 'part' | 'delta'

/**
 * All known event types, each with the field without which an event of that type says nothing, if
 * there is one.
 */
const SUBJECTS: Readonly<
  Record<Exclude<ResponseStreamEvent['type'], 'unknown'>, ResponseEventSubject | null>
> = {
  'response.created': 'response',
  'response.queued': 'response',
  'response.in_progress': 'response',
  'response.completed': 'response',
  'response.incomplete': 'response',
  'response.failed': 'response',
  'response.cancelled': 'response',
  'response.output_item.added': 'item',
  'response.output_item.done': 'item',
  'response.content_part.added': 'part',
  'response.content_part.done': 'part',
  'response.output_text.delta': 'delta',
  'response.output_text.done': null,
  'response.output_text.annotation.added': null,
  'response.refusal.delta': 'delta',
  'response.refusal.done': null,
  'response.reasoning_text.delta': 'delta',
  'response.reasoning_text.done': null,
  'response.reasoning_summary_part.added': 'part',
  'response.reasoning_summary_part.done': 'part',
  'response.reasoning_summary_text.delta': 'delta',
  'response.reasoning_summary_text.done': null,
  'response.function_call_arguments.delta': 'delta',
  'response.function_call_arguments.done': null,
  'response.custom_tool_call_input.delta': 'delta',
  'response.custom_tool_call_input.done': null,
  'response.code_interpreter_call.in_progress': null,
  'response.code_interpreter_call_code.delta': 'delta',
  'response.code_interpreter_call_code.done': null,
  'response.code_interpreter_call.interpreting': null,
  'response.code_interpreter_call.completed': null,
  'response.file_search_call.in_progress': null,
  'response.file_search_call.searching': null,
  'response.file_search_call.completed': null,
  'response.web_search_call.in_progress': null,
  'response.web_search_call.searching': null,
  'response.web_search_call.completed': null,
  'response.image_generation_call.in_progress': null,
  'response.image_generation_call.generating': null,
  'response.image_generation_call.partial_image': null,
  'response.image_generation_call.completed': null,
  'response.mcp_list_tools.in_progress': null,
  'response.mcp_list_tools.completed': null,
  'response.mcp_list_tools.failed': null,
  'response.mcp_call.in_progress': null,
  'response.mcp_call_arguments.delta': 'delta',
  'response.mcp_call_arguments.done': null,
  'response.mcp_call.completed': null,
  'response.mcp_call.failed': null,
  'response.compaction.compacting': null,
  'response.shell_call_command.added': null,
  'response.shell_call_command.delta': 'delta',
  'response.shell_call_command.done': null,
  'response.shell_call_output_content.delta': null,
  'response.shell_call_output_content.done': null,
  'response.audio.delta': 'delta',
  'response.audio.done': null,
  'response.audio.transcript.delta': 'delta',
  'response.audio.transcript.done': null,
  error: null,
  keepalive: null,
}

const SUBJECT_BY_TYPE: ReadonlyMap<string, ResponseEventSubject | null> = new Map(
  Object.entries(SUBJECTS),
)

/** The field with what events of a type are about; null when there is none, undefined when the type is not known. */
export function subjectOf(type: string): ResponseEventSubject | null | undefined {
  return SUBJECT_BY_TYPE.get(type)
}
