// Every documented program is syntax of the oldest Node that `engines` allows: its parser says so. One that is not stands
// where the page says which Node knows it.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { programFiles, snippets } from './documented-programs.ts'
import { root } from './run-program.ts'

interface Program {
  /** Where it stands: a document, or a file of its own. */
  readonly path: string
  readonly code: string
}

const programs: readonly Program[] = [
  ...snippets.map(({ document, code }) => ({ path: document, code })),
  ...programFiles.map((path) => ({ path, code: readFileSync(root + path, 'utf8') })),
]

const node20 = `${dirname(createRequire(import.meta.url).resolve('node20/package.json'))}/bin/node`

/** The positions of those that Node 20.19 cannot parse. */
function unparsed(codes: readonly string[]): number[] {
  const parser = `
    const { SourceTextModule } = require('node:vm')
    const codes = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
    const parses = (code) => {
      try {
        return new SourceTextModule(code) instanceof SourceTextModule
      } catch (error) {
        if (error instanceof SyntaxError) return false
        throw error
      }
    }
    console.log(JSON.stringify([...codes.keys()].filter((at) => !parses(codes[at]))))`
  const { stdout, stderr } = spawnSync(
    node20,
    ['--experimental-vm-modules', '--no-warnings', '-e', parser],
    { input: JSON.stringify(codes), encoding: 'utf8', timeout: 15_000 },
  )
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout) as number[]
}

test('the oldest Node parses each documented program, or the page says which Node does', () => {
  const failing = unparsed(programs.map(({ code }) => stripTypeScriptTypes(code)))
  const paths = failing.map((at) => programs[at]!.path)
  expect(programs.length).toBeGreaterThan(120)
  expect(paths).toEqual([
    'docs/from-openai-sdk.md',
    'docs/examples/04-await-using.ts',
    'docs/examples/19-sync-using.ts',
  ])
  for (const path of paths) expect(readFileSync(root + path, 'utf8')).toMatch(/of Node 24/)
})

test('it is asked: it knows what is newer than it', () => {
  expect(unparsed(['await 0', 'await using a = b', 'using a = b', 'export const c = 1'])).toEqual([
    1, 2,
  ])
})
