// What a `PartialJson` shows, in a form that two of them can be compared by.

import { PartialJson, PartialJsonError } from '@sse/accumulate/json'
import type { Path } from './partial-json-oracle.ts'

/** A value as text: with the order of its keys, `-0`, own `__proto__`, halves of surrogate pairs. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, shown).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) return 'an object of another kind'
    const members = Object.entries(value).map(([key, each]) => `${shown(key)}:${shown(each)}`)
    return `{${members.join(',')}}`
  }
  if (Object.is(value, -0)) return '-0'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** Paths of everything in a value, and of some things that are not there. */
export function pathsOf(value: unknown): Path[] {
  const paths: Path[] = [[]]
  const visit = (each: unknown, path: Path): void => {
    paths.push([...path, 'length'], [...path, 99], [...path, 'toString'], [...path, ''])
    if (typeof each !== 'object' || each === null) return
    for (const [key, inside] of Object.entries(each)) {
      const here = [...path, Array.isArray(each) ? Number(key) : key]
      paths.push(here)
      visit(inside, here)
    }
  }
  visit(value, [])
  return paths
}

/** The error that a function throws; fails when it throws none, or another. */
export function errorOf(run: () => unknown): PartialJsonError {
  try {
    run()
  } catch (error) {
    if (error instanceof PartialJsonError) return error
    throw error
  }
  throw new Error('It threw nothing')
}

/** The offset at which a text is refused, by its syntax or for its end; undefined when it is taken. */
export function refusedAt(pieces: Iterable<string>): number | undefined {
  const json = new PartialJson()
  try {
    for (const piece of pieces) json.push(piece)
    json.finish()
    return undefined
  } catch (error) {
    if (error instanceof PartialJsonError) return error.offset
    throw error
  }
}

export function accepted(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
