import { liveJson, type LiveJson } from './live-json.ts'
import { ResponseTextUpdate } from './response-text.ts'
import type { ResponseUpdateOf } from './response-update.ts'
import { TextDelta } from './text-delta.ts'

/** An update of a response about text that may be JSON. */
export type ResponseJSONTextUpdate = ResponseUpdateOf<'content.delta' | 'tool_call.arguments.delta'>

/**
 * The arguments of a tool call, or the text of the answer when it is JSON, as a value that grows with
 * every update: what `liveJson` is for a chat completion. The first look at a text reads what there is
 * of it; from then on each piece costs what the piece costs. Texts that nobody looks at cost nothing.
 *
 * Broken JSON throws nothing: see `error`. For a copy of an update it reads the whole `snapshot`.
 */
export function liveResponseJson(update: ResponseJSONTextUpdate): LiveJson {
  const text = ResponseTextUpdate.textOf(update) ?? { text: update.snapshot }
  return liveJson(new TextDelta('content.delta', 0, text, { delta: '', snapshot: text.text }))
}
