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

/** What cut an answer off that ended for this reason; undefined when nothing is known to have. */
export function cutOf(reason: string): Cut | undefined {
  return CUTS.find(([, words]) => words.test(reason))?.[0]
}

/**
 * Whether a call that ended for this reason may be handed out as one to be made. A reason that is not
 * known here is trusted when the arguments are whole JSON, which cut-off ones never are.
 *
 * The set of reasons is open: OpenAI's five, and among others `eos` (Together), `end_turn` (LiteLLM),
 * `model_length` (Mistral), `insufficient_system_resource` (DeepSeek).
 */
export function allowsCall(reason: string, isWhole: boolean): boolean {
  return WHOLE.test(reason) || (isWhole && cutOf(reason) === undefined)
}
