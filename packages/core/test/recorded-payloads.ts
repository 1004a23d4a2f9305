import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { EventParser } from '@sse/core'
import { test } from 'vitest'

const folder = fileURLToPath(new URL('../../../../shared/recordings/', import.meta.url))

/** The data of the events of one recorded stream. */
export interface RecordedPayloads {
  readonly file: string
  readonly provider: string
  readonly payloads: readonly string[]
}

const LEFT_OUT =
  'The recorded streams were left out, because there is no ../shared/recordings beside the project'

/** Whether the recorded streams are beside the project. Where not, says so: on the console, and as a skipped test. */
export function hasRecordings(): boolean {
  if (existsSync(folder)) return true
  console.warn(LEFT_OUT)
  test('the recorded streams, which are not beside the project', ({ skip }) => skip(LEFT_OUT))
  return false
}

/** The payloads of all recorded streams, in the order of their index. */
export function recordedPayloads(): RecordedPayloads[] {
  const rows = readFileSync(`${folder}INDEX.tsv`, 'utf8').trimEnd().split('\n').slice(1)
  return rows.map((row) => {
    const [file = '', api = '', provider = ''] = row.split('\t')
    const body = readFileSync(folder + file)
    const payloads = file.endsWith('.sse') ? dataOf(body) : body.toString('utf8').split('\n')
    return { file, provider: `${api} ${provider}`, payloads }
  })
}

function dataOf(body: Uint8Array): string[] {
  const parser = new EventParser()
  const data: string[] = []
  parser.push(body)
  parser.finish()
  parser.drain((event) => data.push(event.data))
  return data
}
