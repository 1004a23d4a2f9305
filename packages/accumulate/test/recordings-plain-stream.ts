// A recorded body read as plainly as it can be: one kind of line end, split on blank lines, the data
// lines of each block joined, JSON.parse. It knows nothing of our packages, so that it can judge them.

/** What JSON.parse gives for an object. */
export type JsonObject = { readonly [key: string]: unknown }

/** A block that has data. */
export interface PlainEvent {
  readonly event: string | undefined
  readonly data: string
}

export interface PlainStream {
  /** The blocks with data that have a blank line after them, also those after the end marker. */
  readonly events: readonly PlainEvent[]
  /** The data of the block that the input ended in, without its blank line. */
  readonly tail: string | undefined
  /** The JSON objects before the end, in order; also the one that is both a chunk and an error. */
  readonly payloads: readonly JsonObject[]
  /** Whether `[DONE]` ended the stream. */
  readonly done: boolean
  /** Whether an error did: the value of `error`, or of the line with `error` for a field name. */
  readonly error: unknown
  /** The input ended inside a block whose data is neither whole JSON nor the end marker, or did not come. */
  readonly cut: boolean
}

const decoder = new TextDecoder()

export function readPlainly(bytes: Uint8Array): PlainStream {
  const blocks = decoder.decode(bytes).replaceAll(/\r\n?/g, '\n').split('\n\n')
  const last = blocks.pop()!
  const events: PlainEvent[] = []
  const payloads: JsonObject[] = []
  let done = false
  let error: unknown
  let cut = false

  const take = (data: string, whole: boolean): void => {
    if (data.trim() === '[DONE]') {
      done = true
      return
    }
    const payload = parseObject(data)
    if (payload === undefined) {
      if (whole) throw new Error('A recording has data that is neither a JSON object nor [DONE]')
      cut = true
      return
    }
    error = field(payload, 'error') ?? undefined
    // QUIRKS E3: an error may come together with a delta.
    if (error === undefined || Object.hasOwn(payload, 'choices')) payloads.push(payload)
  }

  for (const block of blocks) {
    const lines = block.split('\n')
    const data = dataOf(lines)
    if (data !== undefined) events.push({ event: lastValue(lines, 'event') || undefined, data })
    if (done || error !== undefined) continue
    error = errorLine(lines)
    if (error === undefined && data !== undefined) take(data, true)
  }
  const rest = last.split('\n')
  const tail = dataOf(rest)
  if (!done && error === undefined) {
    if (tail !== undefined) take(tail, false)
    else cut = rest.some((line) => line !== '' && !line.startsWith(':'))
  }
  return { events, tail, payloads, done, error, cut }
}

/** An own property of an object, or undefined. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as JsonObject)[key]
}

/** An own property that is an array; else none. */
export function list(value: unknown, key: string): readonly unknown[] {
  const found = field(value, key)
  return Array.isArray(found) ? found : []
}

function dataOf(lines: readonly string[]): string | undefined {
  // A name without a colon is a field without a value, which is how some inputs are cut off.
  const data = lines.filter((line) => line.startsWith('data:') || line === 'data')
  if (data.length === 0) return undefined
  return data.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n')
}

function lastValue(lines: readonly string[], name: string): string | undefined {
  const line = lines.findLast((each) => each.startsWith(`${name}:`))
  return line?.slice(name.length + 1).replace(/^ /, '')
}

// QUIRKS S19: `error` where a field name belongs, with a JSON object for a value.
function errorLine(lines: readonly string[]): unknown {
  const value = lastValue(lines, 'error')
  const object = value === undefined ? undefined : parseObject(value)
  return object === undefined ? undefined : (field(object, 'error') ?? object)
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined
  } catch {
    return undefined
  }
}
