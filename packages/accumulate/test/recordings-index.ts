// The recorded streams beside the project: which there are, their bytes and their recorded reads.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../../../../shared/recordings/', import.meta.url)

/** One recorded body, exactly as it came over the wire. */
export interface Recording {
  /** Relative to the folder of recordings. */
  readonly file: string
  readonly provider: string
  /** In bytes. */
  readonly size: number
  /** How many blocks with data it has, `[DONE]` and one without its blank line included. */
  readonly events: number
  /** What whoever made the index found in it, such as `text` or `finish:stop`. */
  readonly features: ReadonlySet<string>
}

/** They are no part of the project, so a copy of it alone does without. */
export const recordingsExist: boolean = existsSync(fileURLToPath(new URL('INDEX.tsv', folder)))

/** What the tests say when they are not there. */
export const LEFT_OUT =
  'The recorded streams were left out, because there is no ../shared/recordings beside the project'

/** What the names of tests say then. */
export const BUT_NOT_NOW: string = recordingsExist ? '' : `: ${LEFT_OUT}`

/** The rows of the index with this `api` and this `form`, in its order; none when there is no index. */
export function listRecordings(api: string, form: string): Recording[] {
  if (!recordingsExist) return []
  const [head = '', ...lines] = readFileSync(new URL('INDEX.tsv', folder), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = head.split('\t')
  const rows = lines.map((line) => {
    const cells = line.split('\t')
    return new Map(columns.map((column, position) => [column, cells[position] ?? '']))
  })
  return rows
    .filter((row) => row.get('api') === api && row.get('form') === form)
    .map((row) => ({
      file: row.get('file')!,
      provider: row.get('provider')!,
      size: Number(row.get('bytes')),
      events: Number(row.get('n_events')),
      features: new Set(row.get('features')!.split(', ')),
    }))
}

export function readRecording(recording: Recording): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(recording.file, folder)))
}

/** The byte lengths of the network reads; undefined where they were not recorded. */
export function readLengths(recording: Recording): number[] | undefined {
  const sidecar = new URL(recording.file.replace(/\.sse$/, '.chunks.json'), folder)
  if (!existsSync(sidecar)) return undefined
  const { lengths } = JSON.parse(readFileSync(sidecar, 'utf8')) as { lengths: number[] }
  return lengths
}
