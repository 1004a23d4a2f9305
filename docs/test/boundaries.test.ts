import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { describe, expect, test } from 'vitest'
import {
  allowedImports,
  bleeding,
  bleedWords,
  type SourceFile,
  wrongImports,
} from './boundaries.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly publishConfig?: { readonly exports: Readonly<Record<string, unknown>> }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

const members = globSync(['packages/*', 'fixtures/*'], { cwd: root })
  .filter((folder) => existsSync(`${root}${folder}/package.json`))
  .map((folder) => {
    const manifest = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8')) as Manifest
    return { folder, manifest }
  })
const published = members.filter(({ manifest }) => manifest.private !== true)

const sources: SourceFile[] = published.flatMap(({ folder, manifest }) =>
  globSync('src/**/*.ts', { cwd: root + folder }).map((path) => {
    const text = readFileSync(`${root}${folder}/${path}`, 'utf8')
    return { package: manifest.name, path, text }
  }),
)

async function bundle(input: string): Promise<string> {
  const build = await rolldown({
    input,
    platform: 'neutral',
    treeshake: true,
    resolve: { conditionNames: ['@sse/source', 'import', 'default'] },
    logLevel: 'silent',
  })
  const { output } = await build.generate({
    format: 'esm',
    codeSplitting: false,
    minify: { compress: true, mangle: false },
  })
  await build.close()
  return output.map((each) => (each.type === 'chunk' ? each.code : '')).join('\n')
}

const doors = published.flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports ?? {}).flatMap(([door, target]) =>
    typeof target === 'string'
      ? []
      : [
          {
            door: door === '.' ? manifest.name : `${manifest.name}${door.slice(1)}`,
            source: `${root}${folder}/${target['@sse/source']}`,
          },
        ],
  ),
)

describe('direction of imports', () => {
  test('every import of every package stands in the table', () => {
    expect(sources.length).toBeGreaterThan(30)
    expect(wrongImports(sources)).toEqual([])
  })

  test.each([
    ['@sse/core', "import { ChatDecoder } from '@sse/chat'", /may not import/],
    ['@sse/core', "import { readFileSync } from 'node:fs'", /may not import/],
    ['@sse/chat', "export { request } from '@sse/client'", /may not import/],
    ['@sse/chat', "const x = await import('@sse/openai')", /may not import/],
    ['@sse/accumulate', "import { ChatDecoder } from '@sse/chat'", /types only/],
    [
      '@sse/accumulate',
      "import { type ChatCompletionChunk, ChatDecoder } from '@sse/chat'",
      /types only/,
    ],
    ['@sse/client', "import { x } from '../../core/src/done.ts'", /reaches out/],
    ['@fixtures/sse', "import type { ServerSentEvent } from '@sse/core'", /may not import/],
    ['@sse/client', "import 'undici'", /may not import/],
    ['@sse/stranger', '', /no place/],
    [
      '@sse/core',
      'const x = await import(`@sse/chat`)',
      /no test can read: import\(`@sse\/chat`\)/,
    ],
    ['@sse/core', "const x = await import('@sse/' + name)", /no test can read/],
    ['@sse/core', 'const x = await import(name)', /no test can read: import\(name\)/],
    ['@sse/core', "const x = await import(/* now */ '@sse/chat')", /may not import @sse\/chat/],
    ['@sse/core', "const x = 1; import { y } from '@sse/chat'", /may not import @sse\/chat/],
    [
      '@sse/core',
      "import { x } from './x.ts'; import { y } from '@sse/chat'",
      /may not import @sse\/chat/,
    ],
    [
      '@sse/core',
      "const a = '/*'\nimport { x } from '@sse/chat'\nconst b = '*/'",
      /may not import @sse\/chat/,
    ],
    ['@sse/core', "import { x } /* ; */ from '@sse/chat'", /may not import @sse\/chat/],
    ['@sse/core', "import { 'a;b' as x } from '@sse/chat'", /may not import @sse\/chat/],
    ['@sse/core', "export * from '@sse/chat'", /may not import @sse\/chat/],
    ['@sse/core', "type X = import('@sse/chat').ChatDecoder", /may not import @sse\/chat/],
    ['@sse/core', "import x = require('@sse/chat')", /may not import @sse\/chat/],
    ['@sse/accumulate', "import { type ChatCompletion } from '@sse/chat'", /types only/],
    ['@sse/accumulate', "import chat, { type ChatCompletion } from '@sse/chat'", /types only/],
    ['@sse/accumulate', "export { type ChatCompletion } from '@sse/chat'", /types only/],
    ['@sse/accumulate', "export * from '@sse/chat'", /types only/],
    ['@sse/core', 'import {', /does not parse/],
  ])('a wrong import in %s is found: %s', (name, text, message) => {
    expect(wrongImports([{ package: name, path: 'src/x.ts', text }])).toEqual([
      expect.stringMatching(message),
    ])
  })

  test.each([
    "import type { ChatCompletionChunk } from '@sse/chat'\nimport { x } from './y.ts'",
    "export type { ChatCompletionChunk } from '@sse/chat'",
    "export type * from '@sse/chat'",
    "type Chunk = import('@sse/chat').ChatCompletionChunk",
    "import type chat = require('@sse/chat')",
    "const x = await import('./y.ts')",
    "// import { x } from '@sse/openai'\n/* await import(name) */",
    'const code = "import { x } from \'@sse/openai\'"',
    "const code = `\nimport { x } from '@sse/openai'\n`",
  ])('a right import is let through: %s', (text) => {
    expect(wrongImports([{ package: '@sse/accumulate', path: 'src/x.ts', text }])).toEqual([])
  })
})

describe('manifests', () => {
  test.each(published)(
    '$manifest.name depends on what the table allows, and on nothing else',
    ({ manifest }) => {
      const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
      const allowed = Object.keys(allowedImports[manifest.name] ?? {})
      expect(allowed).toEqual(expect.arrayContaining(dependencies))
      for (const version of Object.values(manifest.dependencies ?? {}))
        expect(version).toMatch(/^workspace:/)
    },
  )

  test.each(published)(
    '$manifest.name publishes the doors that it has in development',
    ({ manifest }) => {
      const development = Object.entries(manifest.exports ?? {}).map(([door, target]) => {
        if (typeof target === 'string') return [door, target]
        const { '@sse/source': source, ...rest } = target
        expect(source).toMatch(/^\.\/src\/[\w-]+\.ts$/)
        return [door, rest]
      })
      expect(manifest.publishConfig?.exports).toEqual(Object.fromEntries(development))
    },
  )
})

describe('bleed words', () => {
  test.each(doors)(
    '$door, bundled alone, knows no word of another room',
    async ({ door, source }) => {
      const code = await bundle(source)
      expect(code.length).toBeGreaterThan(100)
      expect(bleeding(door, code)).toEqual([])
    },
  )

  test('every door of a room with walls is checked', () => {
    expect(doors.map(({ door }) => door)).toEqual(expect.arrayContaining(Object.keys(bleedWords)))
  })

  test('a foreign word is found', () => {
    expect(bleeding('@sse/core', 'const x = setTimeout(f, 1)')).toEqual([
      '@sse/core knows the word setTimeout',
    ])
    expect(bleeding('@sse/core/decoder', 'JSON.parse(text)')).toHaveLength(1)
    expect(bleeding('@sse/chat', 'JSON.parse(text)')).toEqual([])
  })
})
