/** Why an answer is not whole: a length, a filter, somebody who stopped it, a fault of the server. */
export type Cut = 'length' | 'filter' | 'abort' | 'error'

// What servers say when the model has said all that it wanted to.
const WHOLE = /^(stop|stop_sequence|tool_calls?|tool_use|function_call|eos|end_turn)$/i

const CUTS: readonly (readonly [Cut, RegExp])[] = [
  ['length', /^(length|max_tokens|max_output_tokens|model_length)$/i],
  ['filter', /^(content_filter|safety|recitation|refusal)$/i],
  ['abort', /^(abort(ed)?|cancell?ed)$/i],
  ['error', /^(error|insufficient_system_resource)$/i],
]

/**
 * What cut an answer off that ended for this finish reason, in whatever case its letters are; undefined
 * when nothing is known to have.
 */
export function cutOf(reason: string): Cut | undefined {
  return CUTS.find(([, words]) => words.test(reason))?.[0]
}

/**
 * Whether the model has said all that it wanted to, for this reason.
 *
 * The set of reasons is open: OpenAI's five, and among others `eos` (Together), `end_turn` (LiteLLM),
 * `model_length` (Mistral), `insufficient_system_resource` (DeepSeek). One that is not known here says
 * neither this nor that something was cut off.
 */
export function isWholeReason(reason: string): boolean {
  return WHOLE.test(reason)
}
