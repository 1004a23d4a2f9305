// The rows that this package has to have a case for, and the cases there are.

import { existsSync, globSync, readFileSync } from 'node:fs'

function rows(letter: string, from: number, to: number, digits = 1): string[] {
  return Array.from(
    { length: to - from + 1 },
    (_, at) => letter + String(from + at).padStart(digits, '0'),
  )
}

/** Rows of sections 3, 5 and 6 of the quirks. */
export const QUIRK_ROWS: readonly string[] = [
  ...rows('C', 1, 45),
  'C19b',
  'C19c',
  ...rows('R', 1, 18),
  ...rows('U', 1, 5),
]

/** Rows of table 3.1 of part 2 of the peers, about the official SDKs; of table 1.3 of part 3, about others. */
export const PEER_ROWS: readonly string[] = [...rows('P3.1-', 1, 36, 2), ...rows('P1.3-', 1, 14, 2)]

const SHARED = new URL('../../../../shared/', import.meta.url)

/** The rows that the documents have; undefined where they are not. */
export function rowsOfDocuments(): string[] | undefined {
  const files = ['QUIRKS.md', 'PEERS.md'].map((name) => new URL(name, SHARED))
  if (!files.every((file) => existsSync(file))) return undefined
  const [quirks, peers] = files.map((file) => readFileSync(file, 'utf8'))
  const idsIn = (text: string): string[] =>
    Array.from(text.matchAll(/^\| ([CRU]\d+[a-z]?) \|/gm), (match) => match[1]!)
  const bodyOf = (title: string): string[] => {
    const after = peers!.slice(peers!.indexOf(`\n### ${title}`) + 1)
    const section = after.slice(0, after.indexOf('\n#', 1))
    return section
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
  }
  const numbered = (prefix: string, lines: readonly string[]): string[] =>
    lines.map((_, at) => prefix + String(at + 1).padStart(2, '0'))
  return [
    ...idsIn(quirks!),
    ...numbered('P3.1-', bodyOf('3.1 Verified behaviour matrix')),
    ...numbered('P1.3-', bodyOf('1.3 Chat accumulation')),
  ]
}

/** The rows that begin the name of a test, before a colon. */
function rowsWithCase(): ReadonlySet<string> {
  const found = new Set<string>()
  for (const file of globSync('*.ts', { cwd: import.meta.dirname })) {
    const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8')
    for (const match of text.matchAll(/['"`]([CRU]\d+[a-z]?|P\d\.\d-\d\d): /g)) found.add(match[1]!)
  }
  return found
}

/** The rows without a case. */
export function rowsWithoutCase(wanted: readonly string[]): string[] {
  const cases = rowsWithCase()
  return wanted.filter((row) => !cases.has(row))
}
