import { expect } from 'vitest'

/** What a body gives, whole, in every cut of two, and byte by byte: the same each time. */
export function decodeCut<Result>(body: string, decode: (chunks: Uint8Array[]) => Result): Result {
  const bytes = new TextEncoder().encode(body)
  const whole = decode([bytes])
  for (let cut = 1; cut < bytes.length; cut++) {
    expect(decode([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(whole)
  }
  expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole)
  return whole
}
