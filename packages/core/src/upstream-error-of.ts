import { UpstreamError } from './upstream-error.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether a payload reports an error under `error`. Null, `false`, `''` and an empty object there,
 * which some servers send with every payload, are no errors.
 */
export function reportsError(payload: unknown): boolean {
  const { error } = outerFields(payload)
  return typeof error === 'object' && error !== null
    ? Object.keys(error).length > 0
    : Boolean(error)
}

/**
 * Reads the error that a payload reports, in any of the shapes that servers give it: nested under
 * `error` or flat, an object or a string, alone or as the first element of an array. Each field is
 * looked up in the inner object first, then in the outer one.
 */
export function upstreamErrorOf(payload: unknown): UpstreamError {
  const outer = outerFields(payload)
  const inner = fieldsOf(outer['error'])
  const code = first(isCode, inner['code'], outer['code'])
  return new UpstreamError(
    {
      message: first(isText, inner['message'], outer['error'], outer['message']),
      code,
      type: first(
        isText,
        inner['type'],
        // Text Generation Inference.
        outer['error_type'],
        // In a Responses event it says no more than that this is an error.
        outer['type'] === 'error' ? undefined : outer['type'],
        // Gemini, such as `INVALID_ARGUMENT`.
        inner['status'],
      ),
      param: first(isText, inner['param'], outer['param']),
      status: first(
        isStatus,
        inner['status'],
        inner['status_code'],
        outer['status'],
        outer['status_code'],
        // OpenRouter.
        code,
      ),
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

function first<T>(is: (value: unknown) => value is T, ...values: unknown[]): T | undefined {
  return values.find<T>((value): value is T => is(value))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isCode(value: unknown): value is string | number {
  return typeof value === 'number' || isText(value)
}

function isStatus(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 400 && value < 600
}
