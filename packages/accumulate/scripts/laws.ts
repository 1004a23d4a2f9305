// The laws over generated streams, as many as one likes: `--runs 100000`, and `--seed` to see a failure again.
// Each file says in the end how many streams there were: some laws, dearer ones, get a part of `--runs`.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

// The test files whose laws are tried on generated streams and texts, by what is in their names.
const LAWS = [
  'laws',
  'response-later-forms',
  'response-schema-answers',
  'response-shared-index',
  'response-split',
  'response-vouched',
]

const { values } = parseArgs({
  // `pnpm` passes a `--` on.
  args: process.argv.slice(2).filter((each) => each !== '--'),
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
if (!(Number(values.runs) >= 1) || !Number.isInteger(Number(values.seed))) {
  throw new TypeError('usage: laws [--runs <count>] [--seed <integer>]')
}
process.stdout.write(`laws: ${values.runs} streams for each law, seed ${values.seed}\n`)
// Tests that say nothing about their time get as much as so many runs may need.
const timeout = `--testTimeout=${Math.max(20_000, Number(values.runs) * 120)}`
const { status } = spawnSync(
  'vitest',
  ['run', '--config', '../../vitest.config.ts', timeout, ...LAWS],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, FC_RUNS: values.runs, FC_SEED: values.seed },
    stdio: 'inherit',
  },
)
process.exitCode = status ?? 1
