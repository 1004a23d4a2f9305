import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const counted = (letter: string, last: number): string[] =>
  Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)

/** Every row of the catalogue of quirks that says something about bytes or payloads. */
export const rowIds: readonly string[] = [
  ...counted('T', 9),
  ...counted('S', 25),
  ...counted('C', 45),
  'C19b',
  'C19c',
  ...counted('E', 8),
  ...counted('R', 18),
  ...counted('U', 5),
]

/** The rows without a case. */
export function rowsWithoutCase(cases: readonly { readonly row: string }[]): string[] {
  const covered = new Set(cases.map(({ row }) => row))
  return rowIds.filter((id) => !covered.has(id))
}

/** The rows of the catalogue itself; undefined where it is not beside the project. */
export function rowsOfCatalogue(): string[] | undefined {
  const file = fileURLToPath(new URL('../../../../../shared/QUIRKS.md', import.meta.url))
  if (!existsSync(file)) return undefined
  return Array.from(
    readFileSync(file, 'utf8').matchAll(/^\| ([TSCERU]\d+[a-z]?) \|/gm),
    ([, id = '']) => id,
  )
}
