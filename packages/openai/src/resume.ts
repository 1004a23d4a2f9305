import type { DecodingOptions, RetryOptions } from '@sse/client'
import { type Call, type Connection, requestOf } from './connection.ts'
import { cursorOf, type ResponseOrigin } from './response-cursor.ts'

/** How often a lost connection is opened again. */
export interface ResumeOptions {
  /** Attempts in a row without a new event in between. Default: `maxRetries`. */
  readonly attempts?: number | undefined
}

type Settings = ReturnType<Connection['settings']>

/**
 * What lets a response in the background go on when its connection is lost: the same response once
 * more, behind the last event that was added up; before the first event, the same call. Throws a
 * `TypeError` for one that is not made in the background: the server would refuse to go on.
 */
export function resumeWith(
  call: Call,
  settings: Settings,
  accumulator: Parameters<typeof cursorOf>[0],
  options: true | ResumeOptions,
  origin: ResponseOrigin | undefined,
): Pick<DecodingOptions<never>, 'resume'> & RetryOptions {
  const { maxRetries = 2, retry } = settings
  const { background } = { ...call.body, ...settings.extraBody } as { background?: unknown }
  if (call.body !== undefined && background !== true) {
    throw new TypeError('`resume` takes background: true: no other response can be gone on with')
  }
  const { attempts = maxRetries } = options === true ? {} : options
  let isResuming = false
  let last: number | undefined
  // In a row without progress, whatever the server sends again.
  let idle = 0
  return {
    // The larger one; each has its own limit below.
    maxRetries: Math.max(maxRetries, attempts),
    retry: (error, attempt) => {
      if (attempt.attempt > (isResuming ? attempts : maxRetries)) return false
      return retry?.(error, attempt) ?? attempt.retryable
    },
    resume: ({ attempt, delivered }) => {
      isResuming = true
      const { responseId = '', startingAfter: after } = cursorOf(accumulator, origin) ?? {}
      idle = after === last ? idle + 1 : 1
      last = after
      if (Math.max(idle, attempt) > attempts) return undefined
      if (after === undefined) {
        return delivered === 0 ? requestOf(call, settings) : undefined
      }
      const { path, query } = call
      return requestOf(
        {
          path: path === '/responses' ? `${path}/${encodeURIComponent(responseId)}` : path,
          query: { ...query, stream: true, starting_after: after },
        },
        settings,
      )
    },
  }
}
