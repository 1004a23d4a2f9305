import { fetchBody } from '@sse/client'
import type { Call } from './call.ts'
import { type Connection, requestOf } from './connection.ts'
import { parseAnswer } from './parse-answer.ts'

/** Sends a call that asks for no stream, and gives the JSON of its answer. */
export async function fetchJSON(
  call: Call,
  settings: ReturnType<Connection['settings']>,
): Promise<unknown> {
  const { url, headers, ...terms } = requestOf(call, settings)
  const { maxEventSize: maxBodySize } = settings
  const accepting = { accept: 'application/json', ...headers }
  return parseAnswer(await fetchBody(url, { ...terms, headers: accepting, maxBodySize }))
}
