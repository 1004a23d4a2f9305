import { writeFileSync } from 'node:fs'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'

/** Leaves `.tally.json` in the package, so that `.ci/run` can add the packages up. */
export default class Tally implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const states = modules.flatMap((module) =>
      Array.from(module.children.allTests(), (test) => test.result().state),
    )
    const count = (state: string): number => states.filter((each) => each === state).length
    // A file that does not load, or an error outside any test, fails as well.
    const broken = modules.filter((module) => module.state() === 'failed').length + errors.length
    const failed = Math.max(count('failed'), Math.min(broken, 1))
    const tally = { passed: count('passed'), failed, skipped: count('skipped') }
    writeFileSync(`${process.cwd()}/.tally.json`, `${JSON.stringify(tally)}\n`)
  }
}
