// White-box: the ring is no part of the package's doors.
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createRing, type FrameKind, RingReader, RingWriter } from '../src/sync-ring.ts'

const SIZE = 64

interface Received {
  readonly kind: FrameKind
  readonly bytes: number[]
}

const frame: fc.Arbitrary<Received> = fc.record({
  kind: fc.constantFrom('head', 'data', 'end', 'error', 'retry'),
  bytes: fc.oneof(
    fc.array(fc.nat(255), { maxLength: 12 }),
    fc.array(fc.nat(255), { minLength: SIZE - 8, maxLength: 3 * SIZE }),
  ),
})

/** Parts of data put together: a part that is not the last one of its frame fills no frame. */
function joined(frames: readonly Received[], sizes: readonly number[]): Received[] {
  const rest = [...frames]
  return sizes.map((size) => {
    const first = rest.shift()!
    const bytes = [...first.bytes]
    while (bytes.length < size) bytes.push(...rest.shift()!.bytes)
    return { kind: first.kind, bytes }
  })
}

describe('a ring', () => {
  test('gives every frame, in order, however it is read, and wherever its counters stand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { maxLength: 20 }),
        // How many reads before the writer may go on.
        fc.infiniteStream(fc.nat(3)),
        fc.constantFrom(0, 1, 0x7fff_ffff - 100, -1 - 100, -64),
        async (frames, reads, start) => {
          const ring = createRing(SIZE)
          new Int32Array(ring).fill(start, 0, 2)
          const writer = new RingWriter(ring)
          let asked = 0
          const reader = new RingReader(ring, () => {
            asked++
            writer.resume()
          })
          let done = false
          const writing = (async () => {
            for (const { kind, bytes } of frames) await writer.write(kind, Uint8Array.from(bytes))
            done = true
          })()
          const received: Received[] = []
          for (let turns = 0; turns < 2000; turns++) {
            const wasDone = done
            // The reader's turn; when all is written it takes the rest.
            let left = wasDone ? Infinity : reads.next().value
            for (; left > 0; left--) {
              const next = reader.read()
              if (next === undefined) break
              received.push({ kind: next.kind, bytes: [...next.bytes] })
            }
            if (wasDone) break
            await new Promise<void>((resolve) => setImmediate(resolve))
          }
          await writing
          const sizes = frames.map(({ bytes }) => bytes.length)
          expect(joined(received, sizes)).toEqual(frames)
          // It is woken up when there is room, not for each byte.
          const total = sizes.reduce((sum, size) => sum + size + 5, 0)
          expect(asked).toBeLessThanOrEqual(Math.ceil((4 * total) / SIZE))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('never holds more than its size, and the writer waits', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    const reader = new RingReader(ring, () => writer.resume())
    let written = false
    const writing = writer.write('data', new Uint8Array(1000)).then(() => (written = true))
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(written).toBe(false)
    expect(reader.read()?.bytes).toHaveLength(SIZE - 5)
    expect(reader.read()).toBeUndefined()
    writer.close()
    await writing
    expect(written).toBe(true)
  })

  test('the writer is woken up for a quarter of the ring, not for each byte', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    let asked = 0
    const reader = new RingReader(ring, () => asked++)
    // Eight bytes each.
    const writing = (async () => {
      for (let frames = 0; frames < 9; frames++) await writer.write('data', new Uint8Array(3))
    })()
    await new Promise<void>((resolve) => setImmediate(resolve))
    reader.read()
    expect(asked).toBe(0)
    reader.read()
    expect(asked).toBe(1)
    writer.resume()
    await writing
  })

  test('room that is made just before the writer says that it waits is not missed', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    let asked = 0
    const reader = new RingReader(ring, () => asked++)
    await writer.write('data', new Uint8Array(SIZE - 5))
    const { store } = Atomics
    const spy = vi.spyOn(Atomics, 'store').mockImplementation(((...args: [never, 0, number]) => {
      // The reader is another thread: it may run between any two steps of the writer.
      spy.mockRestore()
      reader.read()
      return store(...args)
    }) as typeof store)
    await writer.write('data', Uint8Array.of(1))
    expect(asked).toBe(0)
    expect(reader.read()?.bytes).toEqual(Uint8Array.of(1))
  })

  test('a writer that is closed drops what comes', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    const reader = new RingReader(ring, () => undefined)
    await writer.write('data', Uint8Array.of(1))
    writer.close()
    await writer.write('data', new Uint8Array(1000))
    expect(reader.read()?.bytes).toEqual(Uint8Array.of(1))
    expect(reader.read()).toBeUndefined()
  })

  test('what was read stays as it is while the ring goes on', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    const reader = new RingReader(ring, () => writer.resume())
    const chunks: Uint8Array[] = []
    for (let value = 1; value < 30; value++) {
      await writer.write('data', new Uint8Array(7).fill(value))
      chunks.push(reader.read()!.bytes)
    }
    expect(chunks.map(([first]) => first)).toEqual(Array.from({ length: 29 }, (_, at) => at + 1))
  })

  test('a wait ends when its time is over, and at once when there is something', async () => {
    const ring = createRing(SIZE)
    const writer = new RingWriter(ring)
    const reader = new RingReader(ring, () => undefined)
    const start = performance.now()
    reader.wait(20)
    expect(performance.now() - start).toBeGreaterThan(15)
    expect(reader.waitForClose(1)).toBe(false)
    await writer.write('end')
    reader.wait(60_000)
    expect(reader.read()?.kind).toBe('end')
    writer.acknowledge()
    expect(reader.waitForClose(60_000)).toBe(true)
  })
})
