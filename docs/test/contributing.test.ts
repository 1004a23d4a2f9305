// CONTRIBUTING.md has a row for each command of the root's package.json, and for nothing that is none.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './run-program.ts'

interface RootManifest {
  readonly scripts: Readonly<Record<string, string>>
}

const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as RootManifest
const text = readFileSync(`${root}CONTRIBUTING.md`, 'utf8')
const rows = Array.from(
  text.matchAll(/^\| `pnpm ([\w:]+)` +\| (.*?) *\|$/gm),
  ([, name, what]) => ({
    name,
    what,
  }),
)

test('every command is in the table, once, with what it does', () => {
  const names = rows.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(new Set(names)).toEqual(new Set(Object.keys(scripts)))
  for (const { name, what } of rows)
    expect([name, what]).toEqual([name, expect.stringMatching(/\w{3} .*\w{3}/)])
})

test('`pnpm` is the one that the repository pins, here and in the README', () => {
  const { packageManager } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    readonly packageManager: string
  }
  for (const document of ['CONTRIBUTING.md', 'README.md']) {
    const named = readFileSync(root + document, 'utf8').match(/pnpm@[\d.]+\d/g) ?? []
    expect(named.length).toBeGreaterThan(0)
    expect([...new Set(named)]).toEqual([packageManager])
  }
})
