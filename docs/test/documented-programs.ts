// The programs that a reader can copy: fenced blocks of the guides and the READMEs, the examples and the recipes.

import { globSync, readFileSync } from 'node:fs'
import { root } from './run-program.ts'

/** The guides and the READMEs, below the root. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  ...globSync(['packages/*/README.md', 'fixtures/*/README.md', 'docs/*.md', 'docs/recipes/*.md'], {
    cwd: root,
  }),
]

export interface Snippet {
  readonly document: string
  readonly name: string
  readonly code: string
  /** Whether it is a file of tests, which vitest runs. */
  readonly isTest: boolean
  /** What a block marked `text` right behind it says that it prints. */
  readonly output: string | undefined
}

/** Every block that is marked `ts`, or `ts vitest`. */
export const snippets: readonly Snippet[] = documents.flatMap((document) => {
  const text = readFileSync(root + document, 'utf8')
  const fences = text.matchAll(/^```ts( vitest)?\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms)
  return Array.from(fences, ([, isTest, code = '', output], index) => ({
    document,
    name: `${document.replace(/\.md$/, '').replaceAll(/\W+/g, '-')}-${index + 1}`,
    code,
    isTest: isTest !== undefined,
    output,
  }))
})

/** The examples and the recipes, below the root. */
export const programFiles: readonly string[] = globSync(
  ['docs/examples/*.ts', 'docs/recipes/*.ts'],
  { cwd: root },
)
