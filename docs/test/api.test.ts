import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { apiPages, undocumented } from '../scripts/api-page.ts'
import { readModule } from '../scripts/declarations.ts'
import { documentedPackages, root } from '../scripts/doors.ts'

const packages = documentedPackages()

describe('the reference', () => {
  test('has a docstring for every public name', () => {
    expect(undocumented(packages)).toEqual([])
  })

  test('is what the sources say: `pnpm --filter docs api`', async () => {
    const stale = Array.from(await apiPages(packages)).flatMap(([path, text]) => {
      const file = join(root, path)
      return existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [path]
    })
    expect(stale).toEqual([])
  })

  // Independent of the reader: what a runtime sees. Of types it sees nothing.
  test('names every value that a door exports, and no other', { timeout: 60_000 }, async () => {
    const values = new Set(['class', 'function', 'constant'])
    const doors = packages.flatMap((each) => each.doors)
    expect(doors.length).toBeGreaterThan(15)
    for (const { specifier, file, names } of doors) {
      const exported = Object.keys((await import(join(root, file))) as object)
      const listed = names.flatMap((each) => (values.has(each.declaration.kind) ? each.name : []))
      // A class that is exported with `export type` would be listed and not be there.
      expect({ specifier, names: listed.toSorted() }).toEqual({
        specifier,
        names: exported.toSorted(),
      })
    }
  })
})

describe('a declaration', () => {
  const read = (text: string) => readModule('x.ts', text).declarations.get('x')

  test.each([
    [
      'a function has no body, no `async` and no star',
      'export async function x(a: number = 1): Promise<void> { await a }',
      ['function', 'function x(a: number = 1): Promise<void>'],
    ],
    [
      'a generator',
      'export function* x(): Generator<1> { yield 1 }',
      ['function', 'function x(): Generator<1>'],
    ],
    ['a constant with a type', 'export const x: number = 1', ['constant', 'const x: number']],
    ['a constant without', "export const x = 'a'", ['constant', "const x = 'a'"]],
    ['a type', 'export type x = 1 | 2', ['type', 'type x = 1 | 2']],
    [
      'a class without what its comments say to compilers',
      'export class x {\n  /**\n   * A.\n   *\n   * @ts-ignore */\n  [Symbol.dispose](): void {}\n}',
      ['class', 'class x {\n  /**\n   * A.\n   */\n  [Symbol.dispose](): void\n}'],
    ],
    [
      'an interface with what is said of its members',
      'export interface x {\n  /** A. */\n  readonly a: 1\n}',
      ['interface', 'interface x {\n  /** A. */\n  readonly a: 1\n}'],
    ],
    [
      'a class without what is private',
      `export class x extends y {
  readonly #a = 1
  /** B. */
  readonly b: string = 'b'
  private c(): void {}
  protected async d(): Promise<void> { this.#a }
  /** E. */
  static *e(): Generator<1> { yield 1 }
  get f(): number { return 1 }
  override g(): void {}
  static { }
}`,
      [
        'class',
        `class x extends y {
  /** B. */
  readonly b: string

  protected d(): Promise<void>

  /** E. */
  static e(): Generator<1>

  get f(): number

  override g(): void
}`,
      ],
    ],
    [
      'overloads',
      'export function x(a: 1): 1\nexport function x(a: 2): 2\n',
      ['function', 'function x(a: 1): 1\nfunction x(a: 2): 2'],
    ],
  ])('%s', (_, text, [kind, signature]) => {
    expect(read(text)).toMatchObject({ kind, signature })
  })

  test('its docstring is the comment right before it, of the right form', () => {
    const doc = (before: string): string | undefined => read(`${before}export const x = 1`)?.doc
    expect(doc('/** A.\n *\n * B `c`.\n */\n')).toBe('A.\n\nB `c`.')
    expect(doc('/* A. */\n')).toBe('')
    expect(doc('// A.\n')).toBe('')
    expect(doc('/** A. */\nconst y = 1\n')).toBe('')
  })

  test('members that are public, new and without a docstring are found', () => {
    const text =
      'export class x { constructor() {} a(): void {} override b(): void {} get c(): 1 { return 1 } #d(): void {} readonly e: 1 }'
    expect(read(text)?.undocumentedMembers).toEqual(['a', 'c'])
  })
})

describe('the doors of a repository', () => {
  const base = mkdtempSync(join(tmpdir(), 'sse-'))
  afterAll(() => rmSync(base, { recursive: true, force: true }))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    writeFileSync(join(base, path), text)
  }
  const manifest = (name: string, exports: Record<string, string>): string =>
    JSON.stringify({
      name,
      description: `About ${name}`,
      exports: Object.fromEntries(
        Object.entries(exports).map(([door, source]) => [door, { '@sse/source': source }]),
      ),
    })
  write('packages/a/package.json', manifest('@sse/a', { '.': './src/a.ts', './b': './src/b.ts' }))
  write('packages/c/package.json', manifest('@sse/c', { '.': './src/c.ts' }))
  write(
    'packages/a/src/a.ts',
    "import { Own } from './own.ts'\nexport { Own as Alias, Own }\nexport * from './all.ts'\n",
  )
  write('packages/a/src/own.ts', '/** Owned, see `A<B>` and A<B>. */\nexport class Own {}\n')
  write('packages/a/src/all.ts', 'export interface Bare { readonly a: 1 }\n')
  write('packages/a/src/b.ts', "export type { Own } from './own.ts'\n")
  write('packages/c/src/c.ts', "export { Alias as Renamed, Own } from '@sse/a'\n")
  const found = documentedPackages(base)

  test('lead each name to where it is declared', () => {
    const names = found.flatMap(({ doors }) =>
      doors.map((door) => [
        door.specifier,
        ...door.names.map(({ name, owner, file }) => `${name} ${owner} ${file}`),
      ]),
    )
    expect(names).toEqual([
      [
        '@sse/a',
        'Alias @sse/a packages/a/src/own.ts',
        'Own @sse/a packages/a/src/own.ts',
        'Bare @sse/a packages/a/src/all.ts',
      ],
      ['@sse/a/b', 'Own @sse/a packages/a/src/own.ts'],
      ['@sse/c', 'Renamed @sse/a packages/a/src/own.ts', 'Own @sse/a packages/a/src/own.ts'],
    ])
  })

  test('say once what has no docstring', () => {
    expect(undocumented(found)).toEqual(['@sse/a: Bare (packages/a/src/all.ts)'])
  })

  test('become pages that refer to each other', async () => {
    const pages = await apiPages(found)
    expect([...pages.keys()]).toEqual(['docs/api/a.md', 'docs/api/c.md', 'docs/api/README.md'])
    expect(pages.get('docs/api/a.md')).toContain('Owned, see `A<B>` and A&lt;B>.')
    expect(pages.get('docs/api/c.md')).toContain(
      '- [`Renamed`, which is `Own`](a.md#own) of `@sse/a`\n- [`Own`](a.md#own) of `@sse/a`',
    )
    expect(pages.get('docs/api/a.md')).toContain(
      '## `@sse/a/b`\n\nFrom other doors:\n\n- [`Own`](#own)',
    )
  })

  test('that lead nowhere are an error', () => {
    write('packages/c/src/c.ts', "export { Gone } from '@sse/a'\n")
    expect(() => documentedPackages(base)).toThrow('packages/a/src/a.ts exports no Gone')
    write('packages/c/src/c.ts', "export { Gone } from 'elsewhere'\n")
    expect(() => documentedPackages(base)).toThrow('exports of elsewhere, which is no door')
  })
})
