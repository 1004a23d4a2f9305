import { writeFileSync } from 'node:fs'
import type { Reporter } from 'vitest/node'

/** Leaves `.tally.json` beside the package, so that `.ci/run` can add the packages up. */
const tally: Reporter = {
  onTestRunEnd(modules, errors) {
    const states = modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test) => test.result().state),
    )
    const count = (state: string) => states.filter((each) => each === state).length
    const broken = modules.filter((module) => module.state() === 'failed').length
    const failed = Math.max(count('failed'), Math.min(1, broken + errors.length))
    const result = { passed: count('passed'), failed, skipped: count('skipped') }
    writeFileSync(`${process.cwd()}/.tally.json`, `${JSON.stringify(result)}\n`)
  },
}

export default tally
