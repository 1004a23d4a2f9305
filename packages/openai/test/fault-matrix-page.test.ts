import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { faultMatrixPage } from './fault-matrix-page.ts'
import { parts } from './fault-matrix-rows.ts'

const PAGE = new URL('../../../docs/fault-matrix.md', import.meta.url)

test('the page is that of the table', async () => {
  if (process.env['WRITE_PAGE'] === '1') await writeFile(PAGE, faultMatrixPage())
  const command = 'WRITE_PAGE=1 pnpm --filter @sse/openai test fault-matrix-page'
  expect((await readFile(PAGE, 'utf8')) === faultMatrixPage(), `run ${command}`).toBe(true)
})

test('every row of the table is on it, under a title of its own', () => {
  const titles = parts.flatMap(({ rows }) => rows.map(({ title }) => title))
  expect(new Set(titles).size).toBe(titles.length)
  const cells = faultMatrixPage()
    .split('\n')
    .map((line) => line.split(' | ', 1)[0]?.slice(1).trim())
  for (const title of titles) expect(cells.filter((cell) => cell === title)).toHaveLength(1)
})
