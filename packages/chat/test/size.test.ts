/** What the decoders add to a bundle that has the core, and that the READMEs say so. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { describe, expect, test } from 'vitest'

const packages = new URL('../../', import.meta.url)
const ENTRY = 'entry-to-weigh'

/** The bytes of a bundle of some exports, minified and compressed. */
async function weigh(exports: Readonly<Record<string, string>>): Promise<number> {
  const code = Object.entries(exports)
    .map(([file, names]) => {
      const path = fileURLToPath(new URL(file, packages))
      return `export { ${names} } from ${JSON.stringify(path)}`
    })
    .join('\n')
  const build = await rolldown({
    input: ENTRY,
    platform: 'neutral',
    resolve: { conditionNames: ['@sse/source', 'import'] },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === ENTRY ? `${fileURLToPath(import.meta.url)}?entry` : null),
        load: (id) => (id.endsWith('?entry') ? { code, moduleType: 'js' } : null),
      },
    ],
  })
  const { output } = await build.generate({ minify: true, codeSplitting: false })
  await build.close()
  return gzipSync(output[0].code, { level: 9 }).length
}

const core = {
  'core/src/index.ts': 'parseEventStream',
  'core/src/decoder.ts': 'decodeEventStream',
}
const coreForJSON = { ...core, 'core/src/json-decoder.ts': 'JSONEventDecoder' }

describe.each([
  ['chat', 'ChatDecoder'],
  ['responses', 'ResponsesDecoder'],
])('@sse/%s', (folder, decoder) => {
  const readme = readFileSync(new URL(`${folder}/README.md`, packages), 'utf8')

  test('its decoder adds at most 1.2 KB to what it builds on in the core', async () => {
    const added =
      (await weigh({ ...coreForJSON, [`${folder}/src/index.ts`]: decoder })) -
      (await weigh(coreForJSON))
    expect(added).toBeLessThanOrEqual(1200)
    expectSaid(/the decoder adds ([\d.]+) KB/, added)
  })

  test('and the README says what the two share', async () => {
    const shared = (await weigh(coreForJSON)) - (await weigh(core))
    expectSaid(/JSON, ([\d.]+) KB and shared/, shared)
  })

  function expectSaid(words: RegExp, bytes: number): void {
    const [, said = ''] = words.exec(readme) ?? []
    expect(Math.abs(Number(said) - bytes / 1000)).toBeLessThan(0.15)
  }
})
