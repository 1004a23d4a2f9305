// The guides as a whole: each page is in the index, and each command that a page names is there to be run.

import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { root } from './run-program.ts'

const pages = globSync(['docs/*.md', 'docs/recipes/*.md', 'docs/api/README.md'], { cwd: root })
const text = (path: string) => readFileSync(root + path, 'utf8')

test('each page is linked from the index', () => {
  const index = text('docs/README.md')
  const others = pages.filter((page) => page !== 'docs/README.md')
  expect(others.length).toBeGreaterThan(15)
  const missing = others.filter((page) => !index.includes(`](${page.slice('docs/'.length)})`))
  expect(missing).toEqual([])
})

describe('commands', () => {
  interface Manifest {
    readonly name: string
    readonly scripts?: Readonly<Record<string, string>>
  }
  const manifests = globSync(
    ['package.json', 'docs/package.json', 'packages/*/package.json', 'fixtures/*/package.json'],
    { cwd: root },
  ).map((path) => JSON.parse(text(path)) as Manifest)
  // Those that pnpm has of its own.
  const own = new Set(['install', 'test'])

  /** The commands of the repository that a page has in code: of which package, and which script. */
  function commandsOf(page: string) {
    const found = text(page).matchAll(
      /(?<![-\w/])pnpm(?:@[\d.]+)?(?: --filter (?<filter>[@\w/-]+))? (?<script>[a-z][\w:-]*)(?=[\s`)])/g,
    )
    return Array.from(found, ({ groups }) => ({
      name: groups?.['filter'] ?? 'sse',
      script: groups?.['script'] ?? '',
    }))
  }

  test('are found', () => {
    expect(commandsOf('docs/performance.md')).toContainEqual({
      name: '@fixtures/bench',
      script: 'linear',
    })
    expect(commandsOf('docs/performance.md')).toContainEqual({ name: 'sse', script: 'bench' })
  })

  test.each(pages)('%s names none that is not there', (page) => {
    const unknown = commandsOf(page).filter(({ name, script }) => {
      const scripts = manifests.find((manifest) => manifest.name === name)?.scripts ?? {}
      return !Object.hasOwn(scripts, script) && !own.has(script)
    })
    expect(unknown).toEqual([])
  })
})
