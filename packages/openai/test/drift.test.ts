/** The guard against drift, guarded, and held against both ways to read an optional property. */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const guard = readFileSync(new URL('drift.test-d.ts', import.meta.url), 'utf8').replace(
  '../../chat/test/',
  '../../../chat/test/',
)

/** What the compiler says of the guard: its complaints, one per line, or nothing. */
async function complaintsAbout(text: string, exactOptionalPropertyTypes = true): Promise<string> {
  const dist = `${root}packages/openai/dist`
  mkdirSync(dist, { recursive: true })
  const copy = mkdtempSync(`${dist}/drift-`)
  try {
    const tsconfig = {
      extends: '../../../../tsconfig.base.json',
      compilerOptions: {
        composite: false,
        declarationMap: false,
        isolatedDeclarations: false,
        noEmit: true,
        exactOptionalPropertyTypes,
        allowImportingTsExtensions: true,
        rewriteRelativeImportExtensions: false,
        rootDir: '../../../..',
        skipLibCheck: true,
      },
      include: ['*.ts'],
    }
    writeFileSync(`${copy}/tsconfig.json`, JSON.stringify(tsconfig))
    writeFileSync(`${copy}/drift.test-d.ts`, text)
    const tsc = promisify(execFile)(`${root}node_modules/.bin/tsc`, ['-p', copy])
    return await tsc.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    )
  } finally {
    rmSync(copy, { recursive: true })
  }
}

/** The same when one of their types is another one; `*` stands for what it is. */
function complaintsWhen(name: string, other: string): Promise<string> {
  const line = new RegExp(`^type ${name} = (.+)$`, 'm')
  expect(guard).toMatch(line)
  return complaintsAbout(
    guard.replace(line, (_, own: string) => `type ${name} = ${other.replaceAll('*', own)}`),
  )
}

describe('the drift guard', { timeout: 60_000 }, () => {
  test.each([true, false])(
    'says nothing as things are, with exactOptionalPropertyTypes %s',
    async (exact) => {
      expect(await complaintsAbout(guard, exact)).toBe('')
    },
  )

  test.each(['OfficialChat', 'OfficialCreate', 'OfficialRetrieve'])(
    'names what they add to %s, and what they take away',
    async (name) => {
      const added = await complaintsWhen(name, '* & { readonly hologram?: 1 }')
      expect(added).toContain(`Type '"hologram"' does not satisfy`)
      const takenAway = await complaintsWhen(name, "Omit<*, 'stream'>")
      expect(takenAway).toContain(`'".stream: ours only"' is not assignable`)
    },
  )

  test('names a field that has become wider', async () => {
    const wider = "Omit<*, 'tool_choice'> & { tool_choice?: 'auto' | { type: 'any' } }"
    const complaints = await complaintsWhen('OfficialChat', wider)
    expect(complaints).toContain(`Type '"tool_choice"' does not satisfy`)
  })
})
