import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * What the compiler says of a file of type tests of a package: its complaints, one per line, or
 * nothing. The text stands in for the file, so that imports must be found from a folder below the
 * package that is as deep as `test/copy`.
 */
export async function complaintsAbout(
  folder: 'chat' | 'openai' | 'responses',
  text: string,
  exactOptionalPropertyTypes = true,
): Promise<string> {
  const dist = `${root}packages/${folder}/dist`
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
        types: ['node'],
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
