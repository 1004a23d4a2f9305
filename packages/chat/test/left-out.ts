import { existsSync } from 'node:fs'
import { test } from 'vitest'

const LEFT_OUT =
  'The recorded streams were left out, because there is no ../shared/recordings beside the project'

/** Whether the recordings are there. Where they are not, says so: on the console, and as a skipped test. */
export function recordingsIn(folder: string): boolean {
  if (existsSync(folder)) return true
  console.warn(LEFT_OUT)
  test('the recorded streams, which are not beside the project', ({ skip }) => skip(LEFT_OUT))
  return false
}
