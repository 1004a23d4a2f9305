import type { HttpResponse } from './http.ts'

/** Most bytes that are read of a body that is not a stream. */
const MAX_ERROR_BODY = 65_536

/**
 * Reads the head of a body and lets go of the rest: parsed where it is JSON, as text where it is not,
 * undefined where it is empty. Never rejects: what broke on the way is the shorter body.
 */
export async function readErrorBody(response: HttpResponse): Promise<unknown> {
  if (response.body === null) return undefined
  const reader = response.body.getReader()
  const bytes: number[] = []
  try {
    while (bytes.length < MAX_ERROR_BODY) {
      const chunk = await reader.read()
      if (chunk.done) break
      for (const byte of chunk.value.subarray(0, MAX_ERROR_BODY - bytes.length)) bytes.push(byte)
    }
  } catch {
    // What arrived before counts.
  }
  void reader.cancel().catch(() => undefined)
  const text = new TextDecoder().decode(Uint8Array.from(bytes))
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
