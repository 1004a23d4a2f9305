// Every link of the documents that stays in the repository leads to something that is there.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './run-program.ts'

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync(['packages/*/README.md', 'fixtures/*/README.md', 'docs/**/*.md'], {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }),
]

/** A Markdown text without its code, where brackets are no links. */
function withoutCode(text: string): string {
  return text
    .replaceAll(/^ {0,3}(`{3,}|~{3,})[^]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![^]))/gm, '')
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?[^`]\1(?!`)/g, (code) => 'x'.repeat(code.length))
}

/** The targets of the links and pictures of a Markdown text: inline, by reference, and in HTML. */
function linksOf(text: string): string[] {
  const prose = withoutCode(text)
  const inline = prose.matchAll(/\]\(\s*<?([^\s<>)]*)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g)
  const references = prose.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s<>]+)>?/gm)
  const html = prose.matchAll(/<(?:a|img|source)\b[^>]*?\b(?:href|src|srcset)="([^"\s]*)[^"]*"/g)
  return Array.from([...inline, ...references, ...html], ([, target = '']) => target)
}

/** The anchors that a Markdown text has: those of its headings, as GitHub makes them, and its own. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  const prose = text.replaceAll(/^ {0,3}(`{3,}|~{3,})[^]*?(?:^ {0,3}\1[`~]*[ \t]*$|(?![^]))/gm, '')
  for (const [, heading = ''] of prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const words = heading.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = words.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-')
    let anchor = slug
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`
    anchors.add(anchor)
  }
  for (const [, id = ''] of prose.matchAll(/<[a-z]\w*\b[^>]*?\b(?:id|name)="([^"]+)"/g)) {
    anchors.add(id)
  }
  return anchors
}

/** What is wrong with the links of a document, given by its path below the root; one line each. */
function brokenLinks(document: string, text: string): string[] {
  return linksOf(text).flatMap((link) => {
    if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(link)) return []
    const where = `${document}: ${link === '' ? 'an empty link' : link}`
    if (link === '') return [where]
    const [path = '', anchor] = decodeURIComponent(link).split('#')
    const target = path === '' ? join(root, document) : join(root, dirname(document), path)
    const inside = !relative(root, target).startsWith('..')
    if (link.startsWith('/') || !inside) return [`${where} leaves the repository`]
    if (path !== '' && !existsSync(target)) return [`${where} leads to no file`]
    if (anchor === undefined) return []
    if (!target.endsWith('.md')) {
      return [`${where} has an anchor in what is no document`]
    }
    const there = path === '' ? text : readFileSync(target, 'utf8')
    return anchorsOf(there).has(anchor) ? [] : [`${where} leads to no heading`]
  })
}

describe('the links of the documents', () => {
  test('are found', () => {
    const readme = linksOf(readFileSync(`${root}README.md`, 'utf8'))
    expect(readme).toContain('packages/core/README.md')
    expect(documents).toContain('docs/spec-map.md')
    expect(documents.filter((document) => document.startsWith('packages/')).length).toBe(7)
  })

  test.each(documents)('%s has no broken link', (document) => {
    expect(brokenLinks(document, readFileSync(root + document, 'utf8'))).toEqual([])
  })
})

describe('a broken link is found', () => {
  test.each([
    ['[x](gone.md)', 'gone.md leads to no file'],
    ['[`x`](../packages/gone/README.md)', '../packages/gone/README.md leads to no file'],
    ['![x](gone.svg "A title")', 'gone.svg leads to no file'],
    ['[x](<gone.md>)', 'gone.md leads to no file'],
    ['[x][y]\n\n[y]: gone.md', 'gone.md leads to no file'],
    ['<img alt="" src="gone.svg">', 'gone.svg leads to no file'],
    ['[x](../README.md#gone)', '../README.md#gone leads to no heading'],
    ['# One\n\n[x](#two)', '#two leads to no heading'],
    ['```md\n# Two\n```\n\n[x](#two)', '#two leads to no heading'],
    ['[x](examples#gone)', 'examples#gone has an anchor in what is no document'],
    ['[x](../../elsewhere)', '../../elsewhere leaves the repository'],
    ['[x](/README.md)', '/README.md leaves the repository'],
    ['[x]()', 'an empty link'],
  ])('%j', (text, message) => {
    expect(brokenLinks('docs/x.md', text)).toEqual([`docs/x.md: ${message}`])
  })
})

test.each([
  '[x](../README.md), [y](examples) and [z](../packages/core/README.md)',
  '[x](../README.md#packages)',
  '# The `one` & *only*: part\n\n[x](#the-one--only-part)',
  '# Two\n\n# Two\n\n[x](#two-1)',
  '<a id="here"></a> [x](#here)',
  '[x](https://example.com/gone.md#x), <https://example.com>, [m](mailto:a@example.com)',
  '`[x](gone.md)` and ``a ` [x](gone.md)``',
  '```md\n[x](gone.md)\n```',
  '~~~\n[x](gone.md)\n~~~',
])('a link that leads somewhere, or is none, is let through: %j', (text) => {
  expect(brokenLinks('docs/x.md', text)).toEqual([])
})
