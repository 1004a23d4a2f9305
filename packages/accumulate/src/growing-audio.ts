import { appendText, type TextChange } from './growing-text.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { mergeExtras } from './merge-extras.ts'

const KNOWN: ReadonlySet<string> = new Set(['id', 'data', 'transcript'])

/**
 * Adds a delta's `audio` to the live one: `data` and `transcript` are appended, the first `id` stays,
 * other fields are assigned. The pieces of `data` that OpenAI sends end on a whole number of base64
 * quartets, so appending them is joining the sound.
 */
export function takeAudio(
  live: JSONObject,
  piece: JSONObject,
): { data: TextChange | undefined; transcript: TextChange | undefined } {
  if (live['id'] === '') live['id'] = idOf(piece['id'])
  mergeExtras(live, piece, KNOWN)
  return { data: append(live, piece, 'data'), transcript: append(live, piece, 'transcript') }
}

/** An audio that nothing is known of yet. `expires_at` comes with the last piece. */
export function newAudio(): JSONObject {
  return { id: '', data: '', transcript: '', expires_at: 0 }
}

/** Whether the piece that ends an audio has come. */
export function isExpiring(audio: unknown): boolean {
  return isObject(audio) && typeof audio['expires_at'] === 'number' && audio['expires_at'] > 0
}

function append(live: JSONObject, piece: JSONObject, key: string): TextChange | undefined {
  const change = appendText(textOf(live[key]), textOf(piece[key]))
  if (change !== undefined) live[key] = change.snapshot
  return change
}
