const FIRST = 500
const MOST = 8000

/**
 * How long to wait before another attempt, in milliseconds: half a second, twice as long each time,
 * at most eight seconds, and up to a quarter less by chance, so that clients do not come back all at
 * once. `attempt` counts from 0. The figures are those of the official SDK.
 */
export function backoff(attempt: number): number {
  return Math.min(FIRST * 2 ** attempt, MOST) * (1 - Math.random() / 4)
}
