import { grow, type TextChange } from './growing-text.ts'
import { idOf, isObject, type JSONObject, textOf } from './json-object.ts'
import { joinExtras } from './merge-extras.ts'

const KNOWN: ReadonlySet<string> = new Set(['id', 'data', 'transcript'])

/**
 * Adds a delta's `audio` to that of the message: `data` and `transcript` are appended, the first `id`
 * stays, other fields are assigned; `expires_at` comes with the last piece. The pieces of `data` that
 * OpenAI sends end on a whole number of base64 quartets, so appending them is joining the sound.
 */
export function takeAudio(
  message: JSONObject,
  piece: JSONObject,
  onChange: (key: 'transcript' | 'data', change: TextChange) => void,
): void {
  const { audio } = message
  const empty = { id: '', data: '', transcript: '', expires_at: 0 }
  const live: JSONObject = isObject(audio) ? audio : (message['audio'] = empty)
  if (live['id'] === '') live['id'] = idOf(piece['id'])
  joinExtras(live, piece, KNOWN)
  for (const key of ['transcript', 'data'] as const) {
    const change = grow(textOf(live[key]), textOf(piece[key]))
    if (change === undefined) continue
    live[key] = change.snapshot
    onChange(key, change)
  }
}

/** Whether the piece that ends an audio has come. */
export function isExpiring(audio: unknown): boolean {
  return isObject(audio) && typeof audio['expires_at'] === 'number' && audio['expires_at'] > 0
}
