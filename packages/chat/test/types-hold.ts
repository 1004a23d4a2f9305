/** Whether the items of streams are what their type says: the type is read by the compiler, the items are what is there. */
import { misfits } from './misfit.ts'
import type { Shape } from './shape-of-type.ts'

/** A stream, and what to call it. */
export interface NamedStream {
  readonly file: string
  readonly bytes: Uint8Array
}

/** Cases of the catalogue of quirks as streams. */
export function streamsOfRows(
  rows: readonly { row: string; title: string; body: string | Uint8Array }[],
): NamedStream[] {
  return rows.map(({ row, title, body }) => ({
    file: `${row}: ${title}`,
    bytes: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  }))
}

/** Transcripts of ours as streams. */
export function streamsOfTranscripts(
  transcripts: readonly { name: string; bytes: Uint8Array }[],
): NamedStream[] {
  return transcripts.map(({ name, bytes }) => ({ file: name, bytes }))
}

/** The places where items of a stream, up to its end or failure, are not what the type says; each once. */
export function misfitsIn(
  { bytes }: NamedStream,
  decode: (chunks: Iterable<Uint8Array>) => Iterable<unknown>,
  shape: Shape,
): { readonly items: number; readonly places: readonly string[] } {
  const places = new Set<string>()
  let items = 0
  try {
    for (const item of decode([bytes])) {
      items++
      const { type } = item as { type?: unknown }
      const name = typeof type === 'string' ? `${type} ` : ''
      for (const { path, found } of misfits(item, shape)) places.add(`${name}${path}: ${found}`)
    }
  } catch (error) {
    // How streams end is the matter of other tests; a slip of the check itself is not.
    if (!String((error as { code?: unknown }).code).startsWith('ERR_SSE_')) throw error
  }
  return { items, places: [...places] }
}
