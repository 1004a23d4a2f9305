import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { documentedPackages } from '../scripts/doors.ts'
import { root } from './run-program.ts'

const text = readFileSync(`${root}docs/llms.txt`, 'utf8')
const links = Array.from(text.matchAll(/\]\(([^)]+)\)/g), ([, target = '']) => target)

// The form: https://llmstxt.org
test('llms.txt has a title, a summary, and sections that are lists of links', () => {
  const [title, , summary] = text.split('\n')
  expect(title).toMatch(/^# \S/)
  expect(summary).toMatch(/^> \S/)
  for (const section of text.split(/^## .*\n/m).slice(1)) {
    const lines = section.split('\n').filter((line) => line !== '')
    expect(lines).not.toEqual([])
    expect(lines.filter((line) => !/^- \[[^\]]+\]\([^)]+\)/.test(line))).toEqual([])
  }
})

test('llms.txt links to what there is', () => {
  expect(links.length).toBeGreaterThan(20)
  expect(links.filter((link) => !existsSync(join(root, 'docs', link)))).toEqual([])
})

test('llms.txt leads to every package and to every guide', () => {
  const readmes = documentedPackages().map(({ folder }) => `../${folder}/README.md`)
  // The list of the guides is this one, once more.
  const guides = globSync('*.md', { cwd: `${root}docs` }).filter((file) => file !== 'README.md')
  expect([...readmes, ...guides].filter((path) => !links.includes(path))).toEqual([])
})

test('llms.txt names only what the packages export', () => {
  const names = new Set(
    documentedPackages().flatMap((each) =>
      each.doors.flatMap((door) => door.names.map(({ name }) => name)),
    ),
  )
  const called = Array.from(
    text.matchAll(/`(?:new )?([A-Za-z]+)\([^`]*\)`/g),
    ([, name = '']) => name,
  )
  expect(called.length).toBeGreaterThan(4)
  const methods = new Set(['close', 'require'])
  expect(called.filter((name) => !names.has(name) && !methods.has(name))).toEqual([])
})
