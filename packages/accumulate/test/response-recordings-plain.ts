// The recorded Responses streams, and what each adds up to by a computation of its own: no parser, no
// decoder, no accumulator of ours.

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Json } from './response-events.ts'

const folder: string = fileURLToPath(
  new URL('../../../../shared/recordings/responses/', import.meta.url),
)

/** Their names, in order; none when they are not there. */
export const responseRecordings: readonly string[] = globSync('*.{sse,jsonl}', {
  cwd: folder,
}).toSorted()

/** The bytes of an event stream; lines of JSON become its events. */
export function readResponseRecording(name: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(readFileSync(folder + name))
  if (!name.endsWith('.jsonl')) return bytes
  const lines = new TextDecoder().decode(bytes).split('\n')
  const blocks = lines.filter((line) => line.trim() !== '').map((line) => `data: ${line}\n\n`)
  return new TextEncoder().encode(blocks.join(''))
}

/** The payloads up to the event that ends the response. */
export function payloadsOf(bytes: Uint8Array): Json[] {
  const payloads: Json[] = []
  for (const block of new TextDecoder().decode(bytes).split(/\r?\n\r?\n/)) {
    const data = block
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.replace(/^data: ?/, ''))
      .join('\n')
    if (data === '' || data === '[DONE]') continue
    const payload = JSON.parse(data) as Json
    payloads.push(payload)
    if (/^response\.(?:completed|incomplete|failed|cancelled)$/.test(payload['type'] as string))
      break
  }
  return payloads
}

/**
 * The response that the last event has, where its output is empty with the items that were done, in
 * order; with `output_text`; and with the ids that came first, of the response and of each item.
 */
export function plainResponse(payloads: readonly Json[]): Json {
  const all = payloads.filter((each) => 'response' in each).map((each) => each['response'] as Json)
  const last = all.at(-1)!
  const ofItems = (verb: string): Map<number, Json> =>
    new Map(
      payloads
        .filter((each) => each['type'] === `response.output_item.${verb}`)
        .map((each) => [each['output_index'] as number, each['item'] as Json]),
    )
  const added = ofItems('added')
  let output = last['output'] as Json[]
  if (output.length === 0) {
    output = [...ofItems('done')].toSorted(([a], [b]) => a - b).map(([, item]) => item)
  }
  output = output.map((item, at) => ({ ...item, id: added.get(at)?.['id'] ?? item['id'] }))
  return { ...last, id: all[0]!['id'], output, output_text: plainText(output) }
}

/** The texts of an output, joined. */
export function plainText(output: readonly Json[]): string {
  return output
    .filter((item) => item['type'] === 'message')
    .flatMap((item) => item['content'] as Json[])
    .filter((part) => part['type'] === 'output_text')
    .map((part) => part['text'] as string)
    .join('')
}

/** The byte lengths of the network reads; undefined where they were not recorded. */
export function recordedReads(name: string): number[] | undefined {
  try {
    const sidecar = readFileSync(folder + name.replace(/\.sse$/, '.chunks.json'), 'utf8')
    return (JSON.parse(sidecar) as { lengths: number[] }).lengths
  } catch {
    return undefined
  }
}
