// The map from the standard to code and cases: complete, and true as far as cases go.

import { readFileSync } from 'node:fs'
import { eventStreamCases, specClauses } from '@fixtures/sse'
import { describe, expect, test } from 'vitest'

const map = readFileSync(new URL('../spec-map.md', import.meta.url), 'utf8')
const clauseOf = new Map(eventStreamCases.map(({ id, clause }) => [id, clause]))

interface Row {
  readonly clause: string
  readonly statement: string
  readonly url: string
  readonly functions: readonly string[]
  readonly cases: readonly string[]
}

function codes(cell: string): readonly string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, code = '']) => code)
}

/** The rows of the tables that begin with a clause. */
const rows = map.split('\n').flatMap((line): Row[] => {
  const found = /^\| `([a-z0-9.-]+)`\s*\| \[(.*)\]\((\S+)\)\s*\| (.*?)\s*\| (.*?)\s*\|$/.exec(line)
  if (found === null) return []
  const [, clause = '', statement = '', url = '', functions = '', cases = ''] = found
  return [{ clause, statement, url, functions: codes(functions), cases: codes(cases) }]
})

describe('docs/spec-map.md', () => {
  test('has one row for each clause, in the order of the standard, and no other', () => {
    expect(rows.map(({ clause }) => clause)).toEqual(specClauses.map(({ id }) => id))
  })

  test('says of each clause what the fixtures say', () => {
    const said = rows.map(({ statement, url }) => ({ statement: `${statement}.`, url }))
    expect(said).toEqual(specClauses.map(({ statement, url }) => ({ statement, url })))
  })

  test('names a function for each clause', () => {
    const without = rows.filter(({ functions }) => functions.length === 0)
    expect(without.map(({ clause }) => clause)).toEqual([])
  })

  test('names only functions that exist', () => {
    const missing = rows
      .flatMap(({ functions }) => functions)
      .filter((name) => {
        const [type = '', method = ''] = name.split('.')
        const file = type.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()
        const source = readFileSync(
          new URL(`../../packages/core/src/${file}.ts`, import.meta.url),
          'utf8',
        )
        return !source.includes(`class ${type} `) || !source.includes(`\n  ${method}(`)
      })
    expect(missing).toEqual([])
  })

  test('names a case for each clause that exists and is about it', () => {
    const wrong = rows.flatMap(({ clause, cases }) => {
      if (cases.length === 0) return [`${clause} has no case`]
      return cases
        .filter((id) => clauseOf.get(id)?.includes(clause) !== true)
        .map((id) => `${clause} names ${id}`)
    })
    expect(wrong).toEqual([])
  })

  test('names only cases that exist where the standard leaves something open', () => {
    const open = map.slice(map.indexOf('## What the standard leaves open'))
    const named = codes(open).filter((code) => /^[a-z-]+\.[a-z0-9-]+$/.test(code))
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((id) => !clauseOf.has(id))).toEqual([])
  })
})
