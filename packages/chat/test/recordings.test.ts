/**
 * Recorded streams through the decoder, against a computation of its own: split at blank lines,
 * `JSON.parse`, and the repairs written as a copy.
 */
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ChatDecoder } from '@sse/chat'
import { describe, expect, test } from 'vitest'
import { recordingsIn } from './left-out.ts'
import { drive } from './drive.ts'
import { eventOf } from './event-of.ts'

const folder = fileURLToPath(new URL('../../../../shared/recordings/chat/', import.meta.url))

interface Plain {
  choices?:
    | null
    | readonly {
        index?: number
        delta?: object | null
        finish_reason?: string | null
      }[]
  error?: unknown
}

function events(name: string, text: string) {
  const blocks = name.endsWith('.jsonl')
    ? text.split('\n').map((line) => `data: ${line}`)
    : text.split(/\r?\n\r?\n/)
  return blocks.flatMap((block) => {
    const lines = block.split(/\r?\n/)
    const field = (key: string) =>
      lines.flatMap((line) => (line.startsWith(`${key}:`) ? [line.replace(/^\w+: ?/, '')] : []))
    const data = field('data').join('\n')
    return data === '' ? [] : [eventOf(data, field('event')[0])]
  })
}

function repaired(payload: Plain): object {
  return {
    ...payload,
    choices: (payload.choices ?? []).map((choice, position) => ({
      ...choice,
      index: choice.index ?? position,
      delta: spread(choice.delta ?? {}),
      finish_reason: choice.finish_reason || null,
    })),
  }
}

function spread(delta: { content?: unknown }): object {
  if (!Array.isArray(delta.content)) return delta
  const parts = delta.content as { type: string; text?: string; thinking?: { text: string }[] }[]
  const text = parts.filter(({ type }) => type === 'text')
  const thinking = parts.flatMap((part) => part.thinking ?? [])
  return {
    ...delta,
    content_parts: parts,
    content: text.length > 0 ? text.map((part) => part.text).join('') : null,
    ...(thinking.length > 0 && { reasoning_content: thinking.map((part) => part.text).join('') }),
  }
}

const names = globSync('*.{sse,jsonl}', { cwd: folder }).toSorted()

// The recordings are not part of the repository.
describe.runIf(recordingsIn(folder))('recordings', () => {
  test.each(names)('%s', (name) => {
    const given = events(name, readFileSync(folder + name, 'utf8'))
    const done = given.findIndex(({ data }) => data.trim() === '[DONE]')
    const before = done === -1 ? given : given.slice(0, done)
    const payloads = before.map(({ data }) => JSON.parse(data) as Plain)
    // An error ends the stream; with choices next to it the chunk still counts.
    const failed = payloads.findIndex(({ error }) => Boolean(error))
    const error = payloads[failed]
    const end = failed === -1 ? payloads.length : failed + (error?.choices ? 1 : 0)

    const decoder = new ChatDecoder()
    const { items, error: thrown } = drive(decoder, given)
    expect(items).toEqual(payloads.slice(0, end).map(repaired))

    const finishes = payloads.some(({ choices }) => choices?.some((each) => each.finish_reason))
    const isWhole = error === undefined && (done !== -1 || finishes)
    expect(decoder.completion).toBe(
      isWhole ? (done === -1 ? 'finish-reasons' : 'done-sentinel') : undefined,
    )
    const { code, payload } = (thrown ?? {}) as { code?: string; payload?: unknown }
    expect(code).toBe(
      isWhole ? undefined : error === undefined ? 'ERR_SSE_TRUNCATED' : 'ERR_SSE_UPSTREAM',
    )
    expect(payload).toEqual(error)
  })
})
