import type { HttpResponse, PlatformAbortSignal } from './http.ts'

const MAX_ERROR_BODY = 65_536
// In milliseconds. A refused request is news even when its reason never comes.
const MAX_ERROR_BODY_TIME = 5000

/**
 * Reads the head of a body and lets go of the rest: parsed where it is JSON, as text where it is not,
 * undefined where it is empty. Never rejects: where it breaks, takes too long or is aborted, what
 * arrived counts.
 */
export async function readErrorBody(
  response: HttpResponse,
  signal: PlatformAbortSignal | undefined,
): Promise<unknown> {
  if (response.body === null) return undefined
  const reader = response.body.getReader()
  const chunks: Uint8Array[] = []
  let size = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let onAbort: (() => void) | undefined
  const enough = new Promise<void>((resolve) => {
    onAbort = () => resolve()
    timer = setTimeout(resolve, MAX_ERROR_BODY_TIME)
    // No timer keeps a process alive.
    ;(timer as { unref?: () => void }).unref?.()
    if (signal?.aborted === true) resolve()
    else signal?.addEventListener('abort', onAbort, { once: true })
  })
  const read = async (): Promise<void> => {
    while (size < MAX_ERROR_BODY) {
      const chunk = await reader.read()
      if (chunk.done) return
      const head = chunk.value.slice(0, MAX_ERROR_BODY - size)
      chunks.push(head)
      size += head.length
    }
  }
  // What breaks it off is the same as its end.
  await Promise.race([read().catch(() => undefined), enough])
  clearTimeout(timer)
  if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort)
  reader.cancel().catch(() => undefined)

  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  const text = new TextDecoder().decode(bytes)
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
