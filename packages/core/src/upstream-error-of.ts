import { UpstreamError } from './upstream-error.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether a payload reports an error: under `error`, or by saying that this is what it is, as `object`
 * or `type`. Null, `false`, `''` and an empty object under `error`, which some servers send with every
 * payload, are no errors.
 */
export function reportsError(payload: unknown): boolean {
  const { error, object, type } = outerFields(payload)
  if (object === 'error' || type === 'error') return true
  return typeof error === 'object' ? Object.keys(error ?? {}).length > 0 : Boolean(error)
}

/**
 * Reads the error that a payload reports, in any of the shapes that servers give it: nested under
 * `error` or flat, an object or a string, alone or as the first element of an array. Each field is
 * looked up in the inner object first, then in the outer one.
 */
export function upstreamErrorOf(payload: unknown): UpstreamError {
  const outer = outerFields(payload)
  const inner = fieldsOf(outer['error'])
  const code = [inner['code'], outer['code']].find(isCode)
  // OpenRouter's code is a status. Gemini's status is a word, such as `INVALID_ARGUMENT`.
  const statuses = [inner['status'], inner['status_code'], outer['status'], outer['status_code']]
  // Text Generation Inference says `error_type`. In a Responses event `error` says no more than that it is one.
  const type = outer['type'] === 'error' ? undefined : outer['type']
  return new UpstreamError(
    {
      message: [inner['message'], outer['error'], outer['message']].find(isText),
      code,
      type: [inner['type'], outer['error_type'], type, inner['status']].find(isText),
      param: [inner['param'], outer['param']].find(isText),
      status: [...statuses, code].find(isStatus),
    },
    payload,
  )
}

function outerFields(payload: unknown): Fields {
  return fieldsOf(Array.isArray(payload) ? payload[0] : payload)
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isCode(value: unknown): value is string | number {
  return typeof value === 'number' || isText(value)
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 400 && (value as number) < 600
}
