/**
 * The recorded streams beside the project, and a reading of their bytes that owes nothing to the
 * packages under test: lines by a regular expression, fields by the standard, payloads by `JSON.parse`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { atEvents, everyByte, sized, whole } from '@fixtures/sse'

/** Where the recordings are, if they are there. */
export const recordingsFolder: string = fileURLToPath(
  new URL('../../../../shared/recordings/', import.meta.url),
)

/** One recorded stream. */
export interface Recording {
  /** Such as `chat/name.sse`. */
  readonly file: string
  readonly provider: string
  /** The body; a recording of payloads only is written as one event for each. */
  readonly bytes: Uint8Array
  /** The lengths of the network reads, where they were recorded. */
  readonly reads: readonly number[] | undefined
}

/** The recordings of one folder, in the order of the index; none where there are no recordings. */
export function recordingsOf(api: 'chat' | 'responses' | 'other'): Recording[] {
  const index = `${recordingsFolder}INDEX.tsv`
  if (!existsSync(index)) return []
  const rows = readFileSync(index, 'utf8').trimEnd().split('\n')
  return rows.flatMap((row) => {
    const [file = '', folder, provider = ''] = row.split('\t')
    if (folder !== api) return []
    const sidecar = recordingsFolder + file.replace(/\.sse$/, '.chunks.json')
    const reads = existsSync(sidecar) && sidecar.endsWith('.chunks.json')
    return [
      {
        file,
        provider,
        bytes: bytesOf(file),
        reads: reads
          ? (JSON.parse(readFileSync(sidecar, 'utf8')) as { lengths: number[] }).lengths
          : undefined,
      },
    ]
  })
}

function bytesOf(file: string): Uint8Array {
  const bytes = readFileSync(recordingsFolder + file)
  if (file.endsWith('.sse')) return bytes
  const payloads = bytes.toString('utf8').split('\n')
  const body = payloads.map((each) => (each.trim() === '' ? '' : `data: ${each}\n\n`)).join('')
  return new TextEncoder().encode(body)
}

/** The ways to cut a recording, by name. */
export function cutsOf({ bytes, reads }: Recording): [string, Uint8Array[]][] {
  return [
    ['whole', whole(bytes)],
    ...(reads === undefined ? [] : [['reads', sized(bytes, reads)] as [string, Uint8Array[]]]),
    ['byte by byte', everyByte(bytes)],
    ['at events', atEvents(bytes)],
  ]
}

/** An event, or a line with an error where the name of a field belongs. */
export interface PlainEvent {
  readonly name: string | undefined
  readonly data: string
  readonly isErrorField: boolean
}

/** The events of a body up to `[DONE]`, and whether that came. */
export function plainEvents(bytes: Uint8Array): { events: PlainEvent[]; isDone: boolean } {
  const events: PlainEvent[] = []
  const text = new TextDecoder().decode(bytes)
  for (const block of text.split(/(?:\r\n|\n|\r)(?:\r\n|\n|\r)+/)) {
    const lines = block.split(/\r\n|\n|\r/)
    const values = (field: string) =>
      lines.flatMap((line) =>
        line.startsWith(`${field}:`) ? [line.slice(field.length + 1).replace(/^ /, '')] : [],
      )
    for (const data of values('error')) events.push({ name: undefined, data, isErrorField: true })
    const data = values('data').join('\n')
    if (data.trim() === '[DONE]') return { events, isDone: true }
    if (data !== '') events.push({ name: values('event').at(-1), data, isErrorField: false })
  }
  return { events, isDone: false }
}

/** How the streams of each provider ended, as a table. */
export class EndsByProvider {
  readonly #counts: Map<string, Map<string, number>> = new Map()

  add(provider: string, end: string): void {
    const counts = this.#counts.get(provider) ?? new Map<string, number>()
    this.#counts.set(provider, counts.set(end, (counts.get(end) ?? 0) + 1))
  }

  toString(): string {
    const lines = Array.from(this.#counts, ([provider, counts]) => {
      const ends = Array.from(counts, ([end, count]) => `${count} ${end}`)
      return `${provider.padEnd(22)} ${ends.join(', ')}`
    })
    return lines.toSorted().join('\n')
  }
}
