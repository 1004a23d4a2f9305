// The reference of a package as Markdown: each door, each public name with its kind, docstring and signature.

import { dirname, relative } from 'node:path'
import { readFileSync } from 'node:fs'
import { format, type FormatConfig } from 'oxfmt'
import { type DocumentedPackage, type Door, type PublicName, root } from './doors.ts'

/** Where the page of a package is, below the root. */
function pageOf(name: string): string {
  return `docs/api/${name.replace(/^@/, '').replace('/', '-').replace(/^sse-/, '')}.md`
}

/** Public names and members without docstring, as `door: name`. */
export function undocumented(packages: readonly DocumentedPackage[]): string[] {
  return packages.flatMap((each) =>
    each.doors.flatMap((door) =>
      namesOfOwn(each, door).flatMap(({ name, file, declaration }) => {
        const names = [
          ...(declaration.doc === '' ? [name] : []),
          ...declaration.undocumentedMembers.map((member) => `${name}.${member}`),
        ]
        return names.map((missing) => `${door.specifier}: ${missing} (${file})`)
      }),
    ),
  )
}

/** The page of each package by its path below the root, and the page that leads to them; formatted. */
export async function apiPages(
  packages: readonly DocumentedPackage[],
): Promise<ReadonlyMap<string, string>> {
  const anchors: Anchors = new Map(packages.flatMap((each) => anchorsOf(each)))
  const pages = new Map(
    packages.map((each): [string, string] => [pageOf(each.name), packagePage(each, anchors)]),
  )
  pages.set('docs/api/README.md', overview(packages))
  const settings = JSON.parse(readFileSync(`${root}.oxfmtrc.json`, 'utf8')) as FormatConfig
  for (const [path, text] of pages) pages.set(path, (await format(path, text, settings)).code)
  return pages
}

// Where each declaration is documented, and by which of its names.
type Anchors = ReadonlyMap<
  PublicName['declaration'],
  { readonly name: string; readonly anchor: string }
>

function overview(packages: readonly DocumentedPackage[]): string {
  const rows = packages.map(({ name, description, doors }) => {
    const file = pageOf(name).replace('docs/api/', '')
    const specifiers = doors.map(({ specifier }) => `\`${specifier}\``).join(', ')
    return `- [\`${name}\`](${file}): ${description}. Doors: ${specifiers}`
  })
  return `# API reference

Every public name with its signature and its docstring, written from the sources by \`pnpm --filter docs api\`.

${rows.join('\n')}
`
}

function packagePage(of: DocumentedPackage, anchors: Anchors): string {
  const doors = of.doors.map((door) => doorSection(of, door, anchors))
  return `# ${of.name}

${of.description}. The guide is
[its README](../../${of.folder}/README.md); this page is written from the docstrings by \`pnpm --filter docs api\`.

${doors.join('\n')}`
}

function doorSection(of: DocumentedPackage, door: Door, anchors: Anchors): string {
  const own = namesOfOwn(of, door)
  const others = door.names.filter((name) => !own.includes(name))
  const contents = own.map(({ name, declaration }) => {
    const link = `[\`${name}\`](#${anchors.get(declaration)?.anchor ?? ''})`
    return `- ${link}: ${firstSentence(declaration.doc)}`
  })
  const elsewhere = others.map((each) => `- ${reference(each, of, anchors)}`)
  return [
    `## \`${door.specifier}\``,
    ...(contents.length > 0 ? [contents.join('\n')] : []),
    ...(elsewhere.length > 0 ? ['From other doors:', elsewhere.join('\n')] : []),
    ...own.map((name) => nameSection(name, pageOf(of.name))),
    '',
  ].join('\n\n')
}

function nameSection({ name, file, declaration }: PublicName, page: string): string {
  const source = relative(dirname(page), file)
  return [
    `### \`${name}\``,
    `${kindOf(declaration.kind)}, [\`${file.replace(/^.*\/src\//, 'src/')}\`](${source})`,
    ...(declaration.doc === '' ? [] : [markdownOf(declaration.doc)]),
    `\`\`\`typescript\n${declaration.signature}\n\`\`\``,
  ].join('\n\n')
}

function kindOf(kind: string): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`
}

// A name that is documented at another door, of this package or of another, maybe under another name.
function reference(
  { name, owner, declaration }: PublicName,
  of: DocumentedPackage,
  anchors: Anchors,
): string {
  const there = anchors.get(declaration)
  if (there === undefined)
    throw new Error(`${of.name} exports ${name}, which no door of ${owner} does`)
  const page = owner === of.name ? '' : relative('docs/api', pageOf(owner))
  const title = there.name === name ? `\`${name}\`` : `\`${name}\`, which is \`${there.name}\``
  const place = owner === of.name ? '' : ` of \`${owner}\``
  return `[${title}](${page}#${there.anchor})${place}`
}

// What a door is the first of its package to export, by the name that it is declared with if that is among them.
function namesOfOwn(of: DocumentedPackage, door: Door): readonly PublicName[] {
  const seen = new Set<PublicName['declaration']>()
  for (const each of of.doors) {
    const own = new Set(
      each.names
        .toSorted((a, b) => Number(isAlias(a)) - Number(isAlias(b)))
        .filter(({ owner, declaration }) => {
          if (owner !== of.name || seen.has(declaration)) return false
          seen.add(declaration)
          return true
        }),
    )
    if (each === door) return each.names.filter((name) => own.has(name))
  }
  return []
}

function isAlias({ name, declaration }: PublicName): boolean {
  return name !== declaration.name
}

// The anchors that GitHub makes of the headings of a page: of equal ones the second gets a number.
function anchorsOf(
  of: DocumentedPackage,
): [PublicName['declaration'], { name: string; anchor: string }][] {
  const taken = new Set<string>()
  const anchor = (heading: string): string => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-')
    let unique = slug
    for (let count = 1; taken.has(unique); count++) unique = `${slug}-${count}`
    taken.add(unique)
    return unique
  }
  anchor(of.name)
  return of.doors.flatMap((door) => {
    anchor(door.specifier)
    return namesOfOwn(of, door).map(
      ({ name, declaration }): [PublicName['declaration'], { name: string; anchor: string }] => [
        declaration,
        { name, anchor: anchor(name) },
      ],
    )
  })
}

// A docstring as Markdown: tags become words, or nothing when they are for the compiler, and what looks like HTML outside of code is none.
function markdownOf(doc: string): string {
  return doc
    .replaceAll(/^@see (https?:\S+)$/gm, 'See <$1>.')
    .replaceAll(/\s*^@ts-ignore$/gm, '')
    .replaceAll(/^@deprecated ?/gm, '**Deprecated.** ')
    .replaceAll(/`[^`]*`|<(?!https?:)/g, (match) => (match === '<' ? '&lt;' : match))
}

function firstSentence(doc: string): string {
  const [paragraph = ''] = doc.split(/\n\s*\n|\n@/)
  const text = markdownOf(paragraph).replaceAll(/\s+/g, ' ')
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text
}
