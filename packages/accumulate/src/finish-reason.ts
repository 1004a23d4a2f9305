// What servers say when the model has said all that it wanted to.
const WHOLE: ReadonlySet<string> = new Set([
  'stop',
  'tool_calls',
  'tool_call',
  'tool_use',
  'function_call',
  'eos',
  'end_turn',
  'stop_sequence',
])

// What they say when it was cut off, or what it said was withheld, or something failed.
const CUT: ReadonlySet<string> = new Set([
  'length',
  'max_tokens',
  'max_output_tokens',
  'model_length',
  'content_filter',
  'safety',
  'recitation',
  'refusal',
  'error',
  'abort',
  'aborted',
  'cancelled',
  'canceled',
  'insufficient_system_resource',
])

/**
 * Whether a call that ended for this reason may be handed out as one to be made. A reason that is not
 * known here is trusted when the arguments are whole JSON, which cut-off ones never are.
 *
 * The set of reasons is open: OpenAI's five, and among others `eos` (Together), `end_turn` (LiteLLM),
 * `model_length` (Mistral), `insufficient_system_resource` (DeepSeek).
 */
export function allowsCall(reason: string, argumentsAreWhole: boolean): boolean {
  const known = reason.toLowerCase()
  return WHOLE.has(known) || (!CUT.has(known) && argumentsAreWhole)
}
