import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer, type FixtureServer } from '@fixtures/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documents, snippets } from './documented-programs.ts'
import { root, runProgram } from './run-program.ts'

// Every fenced block marked `ts` in a README or a guide is a program: it is type-checked and run. A block marked `text`
// right behind it is what it prints. One marked `ts vitest` is a file of tests, and vitest runs it.
// Of this process alone: two runs at a time have nothing to do with each other.
const folder = `${root}docs/.snippets/${process.pid}`
const programs = snippets.filter(({ isTest }) => !isTest)
const testFiles = snippets.filter(({ isTest }) => isTest)

let server: FixtureServer
beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const { name, code, isTest } of snippets) {
    const file = isTest ? `${name}.vitest.ts` : `${name}.ts`
    writeFileSync(join(folder, file), `${code}\nexport {}\n`)
  }
  writeFileSync(
    `${folder}/vitest.config.mjs`,
    `import base from '../../../vitest.config.ts'
export default { ...base, test: { ...base.test, include: ['*.vitest.ts'] } }
`,
  )
  const tsconfig = {
    extends: '../../../tsconfig.base.json',
    compilerOptions: {
      composite: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noEmit: true,
      noPropertyAccessFromIndexSignature: false,
      rootDir: '../../..',
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

test('what is marked otherwise is no code of ours', () => {
  const others = documents.flatMap((document) =>
    Array.from(
      readFileSync(root + document, 'utf8').matchAll(/^ *```(\S[^\n]*)$/gm),
      ([, mark = '']) => ({ document, mark }),
    ).filter(({ mark }) => !['ts', 'ts vitest', 'text', 'sh', 'diff'].includes(mark)),
  )
  // Theirs, to compare with: the index of the guides says that it is not run.
  expect(readFileSync(`${root}docs/README.md`, 'utf8')).toMatch(/`python` or `js`[^.]* not run/)
  const compares = /^docs\/(?:from|migrate-from)-[\w-]+\.md$/
  expect(
    others.filter(
      ({ document, mark }) => !(compares.test(document) && ['python', 'js'].includes(mark)),
    ),
  ).toEqual([])
  expect(others.length).toBeGreaterThan(5)
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
  test.each(programs)('$name', async ({ name, output }) => {
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
    const { stdout, stderr, code } = await runProgram(`${folder}/${name}.ts`, { env })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(stdout.trimEnd()).toBe(output?.trimEnd() ?? stdout.trimEnd())
  })

  test('those for vitest pass in vitest', async () => {
    const vitest = `${root}node_modules/vitest/vitest.mjs`
    const args = ['run', '--reporter=json']
    await promisify(execFile)(process.execPath, [vitest, ...args, '--outputFile=report.json'], {
      cwd: folder,
    })
    interface Report {
      readonly testResults: readonly {
        readonly name: string
        readonly assertionResults: readonly { readonly status: string }[]
      }[]
    }
    const report = JSON.parse(readFileSync(`${folder}/report.json`, 'utf8')) as Report
    const passed = report.testResults.map(({ name, assertionResults }) => [
      name.slice(folder.length),
      assertionResults.filter(({ status }) => status === 'passed').length > 50,
    ])
    expect(Object.fromEntries(passed)).toEqual(
      Object.fromEntries(testFiles.map(({ name }) => [`/${name}.vitest.ts`, true])),
    )
  })

  test('the ten lines of the README print the story and how it ended', async () => {
    const env = { OPENAI_API_KEY: 'test', OPENAI_BASE_URL: `${server.url}/v1` }
    const { stdout } = await runProgram(`${folder}/README-1.ts`, { env })
    expect(stdout).toMatch(/^Once there was/)
    expect(stdout).toMatch(/stop\n$/)
  })
})
