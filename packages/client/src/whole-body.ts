import type { BodySource } from './body-source.ts'
import { BodyTooLargeError } from './body-too-large-error.ts'

/** How a body is read that is no stream. */
export interface WholeBodyOptions {
  /**
   * Most bytes that the body may have. Default 64 MiB; `Infinity` turns it off. Passing it is
   * `ERR_SSE_BODY_TOO_LARGE`.
   */
  readonly maxBodySize?: number | undefined
}

const MOST_BYTES = 67_108_864

/** The limit that the options set. Throws a `RangeError` when it is none. */
export function bodyLimit({ maxBodySize = MOST_BYTES }: WholeBodyOptions): number {
  if (typeof maxBodySize === 'number' && maxBodySize > 0) return maxBodySize
  throw new RangeError('`maxBodySize` takes a positive number of bytes, or Infinity')
}

/** Reads a body to its end. Rejects with `ERR_SSE_BODY_TOO_LARGE`, and with what the body fails with. */
export async function readWholeBody(body: BodySource, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (;;) {
    const chunk = await body.read()
    if (chunk.done) return joined(chunks)
    size += chunk.value.length
    if (size > limit) throw new BodyTooLargeError(limit)
    chunks.push(chunk.value)
  }
}

/** The bytes of all chunks, in one piece. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(chunks.reduce((size, chunk) => size + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
