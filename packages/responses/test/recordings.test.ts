/**
 * Recorded streams through the decoder, against a computation of its own: split at blank lines,
 * `JSON.parse`, nothing else.
 */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ResponsesDecoder } from '@sse/responses'
import { describe, expect, test } from 'vitest'
import { recordingsIn } from '../../chat/test/left-out.ts'
import { drive } from '../../chat/test/drive.ts'
import { eventOf } from '../../chat/test/event-of.ts'

const folder = fileURLToPath(new URL('../../../../shared/recordings/responses/', import.meta.url))
const names = globSync('*.{sse,jsonl}', { cwd: folder }).toSorted()
const terminal = /^response\.(?:completed|incomplete|failed|cancelled)$/

// The event types of recordings that OpenAI does not document.
const undocumented =
  /^response\.(?:reasoning_part\.(?:added|done)|apply_patch_call_operation_diff\.(?:delta|done))$/

interface Plain {
  readonly type: string
  readonly sequence_number?: number
}

function dataOf(name: string, text: string): string[] {
  if (name.endsWith('.jsonl')) return text.split('\n').filter((line) => line.trim() !== '')
  return text.split(/\r?\n\r?\n/).flatMap((block) => {
    const data = block
      .split(/\r?\n/)
      .flatMap((line) => (line.startsWith('data:') ? [line.replace(/^data: ?/, '')] : []))
    return data.length === 0 ? [] : [data.join('\n')]
  })
}

// The recordings are not part of the repository.
describe.runIf(recordingsIn(folder))('recordings', () => {
  test.each(names)('%s', (name) => {
    const data = dataOf(name, readFileSync(folder + name, 'utf8'))
    const payloads = data
      .filter((each) => each !== '[DONE]')
      .map((each) => JSON.parse(each) as Plain)
    const end = payloads.findIndex(({ type }) => terminal.test(type))
    const failed = payloads.findIndex(({ type }) => type === 'error')
    const expected = (failed === -1 ? payloads.slice(0, end + 1) : payloads.slice(0, failed)).map(
      (payload) =>
        undocumented.test(payload.type)
          ? {
              type: 'unknown',
              name: payload.type,
              payload,
              sequence_number: payload.sequence_number,
            }
          : payload,
    )

    const decoder = new ResponsesDecoder()
    const { items, error } = drive(
      decoder,
      data.map((each) => eventOf(each)),
    )
    expect(items).toEqual(expected)
    expect((error as { payload?: unknown } | undefined)?.payload).toEqual(payloads[failed])
    expect(decoder.completion).toBe(failed === -1 ? 'terminal-event' : undefined)
  })
})
