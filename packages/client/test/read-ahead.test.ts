// What is read ahead of a consumer costs by the byte, however small the pieces are that it comes in.

import { openStream } from '@sse/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BodySource } from '../src/body-source.ts'
import { beginLifetime } from '../src/lifetime.ts'
import { DataDecoder, readAll } from './data-decoder.ts'
import { settle } from './fake-clock.ts'
import { answer, ScriptedBody, scriptedFetch } from './scripted-fetch.ts'

/** A body that gives these chunks, and counts how many were asked for. */
function bodyOf(chunks: Iterable<Uint8Array>): {
  stream: ReadableStream<Uint8Array>
  pulled: number
} {
  const iterator = chunks[Symbol.iterator]()
  const body = {
    pulled: 0,
    stream: new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          const { done, value } = iterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
          body.pulled++
        },
      },
      { highWaterMark: 0 },
    ),
  }
  return body
}

async function waitUntil(check: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000 && !check(); turn++) await settle()
  expect(check()).toBe(true)
}

test('law: in pieces of any size, read at any time, the bytes are the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 3000 }),
      fc.array(fc.nat(3), { maxLength: 20 }),
      async (some, drip, pauses) => {
        const rest = Array.from({ length: drip }, (_, at) => Uint8Array.of(at))
        const chunks = [...some, ...rest, ...some]
        const body = bodyOf(chunks)
        const response = answer(null)
        Object.defineProperty(response, 'body', { value: body.stream })
        const life = beginLifetime({})
        life.send()
        const source = new BodySource(response, life)
        const read: Uint8Array[] = []
        for (;;) {
          for (let turn = pauses.shift() ?? 0; turn > 0; turn--) await settle()
          const { done, value } = await source.read()
          if (done) break
          expect(value.length).toBeGreaterThan(0)
          read.push(value)
        }
        // What was given stays as it was given.
        expect(Buffer.concat(read).equals(Buffer.concat(chunks))).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

test('a drip is kept in few pieces, and up to 1 MiB of it', async () => {
  const bytes = 1_200_000
  const drip = function* (): Generator<Uint8Array> {
    for (let at = 0; at < bytes; at++) yield Uint8Array.of(at % 251)
  }
  const body = bodyOf(drip())
  const response = answer(null)
  Object.defineProperty(response, 'body', { value: body.stream })
  const life = beginLifetime({})
  life.send()
  const source = new BodySource(response, life)
  await waitUntil(() => body.pulled >= 1_048_576)
  await settle()
  expect(body.pulled).toBe(1_048_576)
  let at = 0
  let pieces = 0
  let largest = 0
  while (at < bytes) {
    const { value } = await source.read()
    if (!(value instanceof Uint8Array)) break
    if (at < 1_048_576) pieces++
    largest = Math.max(largest, value.length)
    for (const byte of value) if (byte !== at++ % 251) throw new Error(`another byte at ${at - 1}`)
  }
  expect(at).toBe(bytes)
  expect(pieces).toBe(1024)
  expect(largest).toBe(1_048_576 - 1023)
})

test('pieces that a consumer is behind with are told apart by the time that they came at', async () => {
  const body = new ScriptedBody()
  const { fetch } = scriptedFetch(answer(body))
  let now = 0
  const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => undefined }
  const stream = await openStream('http://127.0.0.1/', { fetch, clock, decoder: new DataDecoder() })
  for (const text of [': a\n\n', 'data: a\n\n', 'data: [DONE]\n\n']) {
    now += 10
    body.send(text)
    await settle()
  }
  expect((await readAll(stream)).items).toEqual(['a'])
  expect(stream.timing).toMatchObject({ firstByte: 10, firstEvent: 20, firstContent: 20 })
})
