// The walls of the house: who may import whom, and which words may not be heard in which room.

import { parseSync, Visitor } from 'rolldown/utils'

/** What a package's source may import, apart from its own files. `type`: its types only. */
export const allowedImports: Readonly<Record<string, Readonly<Record<string, 'any' | 'type'>>>> = {
  '@sse/core': {},
  '@sse/chat': { '@sse/core': 'any' },
  '@sse/responses': { '@sse/core': 'any' },
  '@sse/accumulate': { '@sse/core': 'any', '@sse/chat': 'type', '@sse/responses': 'type' },
  '@sse/client': { '@sse/core': 'any' },
  '@sse/openai': {
    '@sse/accumulate': 'any',
    '@sse/chat': 'any',
    '@sse/client': 'any',
    '@sse/core': 'any',
    '@sse/responses': 'any',
  },
  '@sse/conformance': { '@fixtures/sse': 'any', 'fast-check': 'any', vitest: 'any' },
  '@fixtures/sse': {},
  '@fixtures/server': { '@fixtures/sse': 'any' },
}

const platform =
  /\bnode:|\brequire\(|\bprocess\b|\bBuffer\.from\b|\beval\(|new Function\b|\bdocument\b|\bwindow\b/
const network = /\bfetch\b|XMLHttpRequest|WebSocket|AbortController|\bResponse\b|\bHeaders\b/
const clocks = /setTimeout|setInterval|queueMicrotask|Date\.now|performance\b|\bnew Date\b/
const json = /JSON\.parse|JSON\.stringify/
const chat = /\bchoices\b|finish_reason|tool_calls|chat\.completion/
const responses = /response\.(?:created|completed|output_text)|sequence_number|output_index/
const accumulation = /Accumulator|last_finish_reason|parsed_arguments/
const bytes = /TextDecoder|Uint8Array|utf8/i
const random = /Math\.random|\bcrypto\b/

/** Words that a door, bundled alone, must not hold: names from another room. */
export const bleedWords: Readonly<Record<string, readonly RegExp[]>> = {
  '@sse/core': [platform, network, clocks, json, chat, responses, random],
  '@sse/core/decoder': [platform, network, clocks, json, chat, responses, random],
  '@sse/core/eventsource-parser': [platform, network, clocks, json, chat, responses, random],
  '@sse/core/json-decoder': [platform, network, clocks, chat, responses, random],
  '@sse/core/payload-predictor': [platform, network, clocks, bytes, chat, responses, random],
  '@sse/chat': [platform, network, clocks, responses, random],
  '@sse/responses': [platform, network, clocks, chat, random],
  '@sse/accumulate': [platform, network, clocks, bytes, random],
  '@sse/client': [platform, chat, responses],
  '@sse/client/sync': [chat, responses, random],
  '@sse/client/sync-worker': [platform, chat, responses],
  '@sse/openai/chat': [responses],
  '@sse/openai/items': [accumulation],
  '@sse/openai/responses': [chat],
  '@fixtures/sse': [platform, network, clocks, random],
}

export interface SourceFile {
  /** Such as `@sse/core`. */
  readonly package: string
  /** The path below the package. */
  readonly path: string
  readonly text: string
}

interface ImportedName {
  readonly specifier: string
  /** Whether nothing of it is left at run time. */
  readonly typeOnly: boolean
}

interface Imports {
  readonly found: readonly ImportedName[]
  /** The dynamic imports whose specifier cannot be read off the source. */
  readonly computed: readonly string[]
  readonly unparsed: boolean
}

/**
 * The imports, re-exports, dynamic imports and imported types of a file.
 *
 * Only `type` before the whole clause makes an import one of types. After `import { type A } from 'x'`
 * the compiler leaves `import 'x'`, by the setting `verbatimModuleSyntax`.
 */
function importsOf({ path, text }: SourceFile): Imports {
  const { program, errors } = parseSync(path, text, { lang: 'ts', sourceType: 'module' })
  const found: ImportedName[] = []
  const computed: string[] = []
  new Visitor({
    ImportDeclaration({ source, importKind }) {
      found.push({ specifier: source.value, typeOnly: importKind === 'type' })
    },
    ExportNamedDeclaration({ source, exportKind }) {
      if (source !== null) found.push({ specifier: source.value, typeOnly: exportKind === 'type' })
    },
    ExportAllDeclaration({ source, exportKind }) {
      found.push({ specifier: source.value, typeOnly: exportKind === 'type' })
    },
    ImportExpression({ source, start, end }) {
      if (source.type === 'Literal' && typeof source.value === 'string') {
        found.push({ specifier: source.value, typeOnly: false })
      } else computed.push(text.slice(start, end))
    },
    TSImportType({ source }) {
      found.push({ specifier: source.value, typeOnly: true })
    },
    TSImportEqualsDeclaration({ moduleReference, importKind }) {
      if (moduleReference.type !== 'TSExternalModuleReference') return
      found.push({
        specifier: moduleReference.expression.value,
        typeOnly: importKind === 'type',
      })
    },
  }).visit(program)
  return { found, computed, unparsed: errors.length > 0 }
}

/** What is wrong with the imports of the given files, one line each. */
export function wrongImports(files: readonly SourceFile[]): string[] {
  const wrong: string[] = []
  for (const file of files) {
    const allowed = allowedImports[file.package]
    const where = `${file.package}/${file.path}`
    if (allowed === undefined) {
      wrong.push(`${where}: the package has no place in the table of directions`)
      continue
    }
    const { found, computed, unparsed } = importsOf(file)
    if (unparsed) wrong.push(`${where} does not parse`)
    for (const expression of computed) {
      wrong.push(`${where} imports what no test can read: ${expression}`)
    }
    for (const { specifier, typeOnly } of found) {
      if (specifier.startsWith('.')) {
        const depth = file.path.split('/').length - 2
        const up = specifier.split('/').filter((part) => part === '..').length
        if (up > depth) wrong.push(`${where} reaches out of its package: ${specifier}`)
        continue
      }
      if (specifier.startsWith('node:') && file.package === '@fixtures/server') continue
      const [scope = '', name = ''] = specifier.split('/')
      const target = specifier.startsWith('@') ? `${scope}/${name}` : scope
      if (target === file.package) wrong.push(`${where} imports itself by name: ${specifier}`)
      else if (!Object.hasOwn(allowed, target)) wrong.push(`${where} may not import ${specifier}`)
      else if (allowed[target] === 'type' && !typeOnly) {
        wrong.push(`${where} may import types only from ${specifier}`)
      } else if (specifier.includes('/src/') || specifier.includes('/dist/')) {
        wrong.push(`${where} goes round the door of ${target}: ${specifier}`)
      }
    }
  }
  return wrong
}

/** The words of a bundled door that belong to another room. */
export function bleeding(door: string, code: string): string[] {
  return (bleedWords[door] ?? []).flatMap((words) => {
    const match = words.exec(code)
    return match === null ? [] : [`${door} knows the word ${match[0]}`]
  })
}
