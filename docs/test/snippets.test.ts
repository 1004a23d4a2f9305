import { execFile } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { startServer, type FixtureServer } from '@fixtures/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root, runProgram } from './run-program.ts'

// Every fenced block marked `ts` in a README or a guide is a program: it is type-checked and run. A block marked `text`
// right behind it is what it prints.
const folder = `${root}docs/.snippets`
const documents = [
  'README.md',
  ...globSync(['packages/*/README.md', 'fixtures/*/README.md', 'docs/*.md', 'docs/recipes/*.md'], {
    cwd: root,
  }),
]
const snippets = documents.flatMap((document) => {
  const text = readFileSync(root + document, 'utf8')
  const fences = text.matchAll(/^```ts\n(.*?)^```$(?:\n\n```text\n(.*?)^```$)?/gms)
  return Array.from(fences, ([, code = '', output], index) => ({
    document,
    name: `${document.replace(/\.md$/, '').replaceAll(/\W+/g, '-')}-${index + 1}`,
    code,
    output,
  }))
})

let server: FixtureServer
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const { name, code } of snippets)
    writeFileSync(`${folder}/${name}.ts`, `${code}\nexport {}\n`)
  const tsconfig = {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      composite: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noEmit: true,
      noPropertyAccessFromIndexSignature: false,
      rootDir: '../..',
      skipLibCheck: true,
      types: ['node'],
    },
    include: ['*.ts'],
  }
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(tsconfig))
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

test('the first screen of the README holds both commands and a program of ten lines', () => {
  const screen = readFileSync(`${root}README.md`, 'utf8').split('\n').slice(0, 40).join('\n')
  expect(screen).toContain('npx -y pnpm@12.21.0 demo')
  expect(screen).toContain('npx -y pnpm@12.21.0 test')
  const program = snippets.find(({ document }) => document === 'README.md')?.code ?? ''
  expect(screen).toContain(program)
  expect(program.trim().split('\n')).toHaveLength(10)
})

test('every snippet type-checks', { timeout: 60_000 }, async () => {
  const tsc = promisify(execFile)(`${root}node_modules/.bin/tsc`, ['-p', folder])
  const complaints = await tsc.then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  )
  expect(complaints).toBe('')
})

describe.concurrent('every snippet runs', { timeout: 40_000 }, () => {
  test.each(snippets)('$name', async ({ name, output }) => {
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
    const { stdout, stderr, code } = await runProgram(`${folder}/${name}.ts`, { env })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout.trimEnd()).toBe(output?.trimEnd() ?? stdout.trimEnd())
  })

  test('the ten lines of the README print the story and how it ended', async () => {
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
    const { stdout } = await runProgram(`${folder}/README-1.ts`, { env })
    expect(stdout).toMatch(/^Once there was/)
    expect(stdout).toMatch(/stop\n$/)
  })
})
