// The declarations of a source file, as its readers need them: kind, text without bodies and private members, docstring.
// Sources and not `.d.ts` files, because `isolatedDeclarations` makes them say every public type, as somebody laid it out.

import { parseSync } from 'rolldown/utils'

type DeclarationKind = 'class' | 'interface' | 'type' | 'function' | 'constant'

export interface Declaration {
  readonly name: string
  readonly kind: DeclarationKind
  /** The text of the docstring, without its stars; empty when there is none. */
  readonly doc: string
  /** What TypeScript would have to be told of it; overloads below each other. */
  readonly signature: string
  /** Public methods and accessors of a class without docstring that override nothing. */
  readonly undocumentedMembers: readonly string[]
}

/** A name that a file exports: one of its own, or one of another file. */
type Exported =
  | { readonly from: undefined; readonly local: string }
  | { readonly from: string; readonly local: string }

export interface SourceModule {
  /** By their names in the file. */
  readonly declarations: ReadonlyMap<string, Declaration>
  /** By the names that others see. */
  readonly exports: ReadonlyMap<string, Exported>
  /** The modules of which everything is exported. */
  readonly exportsAll: readonly string[]
}

// As far as the tree is read here.
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

const KINDS: Readonly<Record<string, DeclarationKind>> = {
  ClassDeclaration: 'class',
  FunctionDeclaration: 'function',
  TSDeclareFunction: 'function',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
  VariableDeclaration: 'constant',
}

/** Reads a module. Throws when it does not parse. */
export function readModule(path: string, text: string): SourceModule {
  const { program, errors, comments } = parseSync(path, text, { lang: 'ts', sourceType: 'module' })
  if (errors.length > 0) throw new Error(`${path} does not parse`)
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
  const source = new Source(text, docs)
  const declarations = new Map<string, Declaration>()
  const exports = new Map<string, Exported>()
  const imported = new Map<string, { readonly from: string; readonly local: string }>()
  const exportsAll: string[] = []

  for (const statement of program.body as unknown as readonly Node[]) {
    const from = (statement['source'] as { value: string } | null | undefined)?.value
    if (statement.type === 'ImportDeclaration' && from !== undefined) {
      for (const specifier of nodes(statement, 'specifiers')) {
        if (specifier.type !== 'ImportSpecifier') continue
        const local = nameOf(specifier, 'imported')
        imported.set(nameOf(specifier, 'local'), { from, local })
      }
    } else if (statement.type === 'ExportAllDeclaration' && from !== undefined) {
      exportsAll.push(from)
    } else {
      const declared = declaredNode(statement)
      if (declared !== undefined) {
        for (const declaration of source.declarations(declared, statement)) {
          const before = declarations.get(declaration.name)
          declarations.set(declaration.name, merged(before, declaration))
          if (declared !== statement) {
            exports.set(declaration.name, { from: undefined, local: declaration.name })
          }
        }
      } else if (statement.type === 'ExportNamedDeclaration') {
        for (const specifier of nodes(statement, 'specifiers')) {
          const local = nameOf(specifier, 'local')
          exports.set(nameOf(specifier, 'exported'), { from, local })
        }
      }
    }
  }
  for (const [name, { from, local }] of exports) {
    const origin = from === undefined ? imported.get(local) : undefined
    if (origin !== undefined && !declarations.has(local)) exports.set(name, origin)
  }
  return { declarations, exports, exportsAll }
}

// The declaration that a statement is or exports.
function declaredNode(statement: Node): Node | undefined {
  if (Object.hasOwn(KINDS, statement.type)) return statement
  if (statement.type !== 'ExportNamedDeclaration') return undefined
  const declaration = statement['declaration'] as Node | null
  return declaration !== null && Object.hasOwn(KINDS, declaration.type) ? declaration : undefined
}

// Overloads are one declaration; the implementation, which nobody can call, comes last and is left out.
function merged(before: Declaration | undefined, next: Declaration): Declaration {
  if (before === undefined) return next
  return {
    ...before,
    doc: before.doc === '' ? next.doc : before.doc,
    signature: `${before.signature}\n${next.signature}`,
  }
}

class Source {
  readonly #text: string
  readonly #docs: readonly { readonly start: number; readonly end: number }[]

  constructor(text: string, docs: readonly { readonly start: number; readonly end: number }[]) {
    this.#text = text
    this.#docs = docs
  }

  /** What `node` declares; the docstring stands before `statement`. */
  declarations(node: Node, statement: Node): Declaration[] {
    const kind = KINDS[node.type] ?? 'constant'
    const doc = plainDoc(this.#docBefore(statement.start))
    if (kind === 'constant') {
      return nodes(node, 'declarations').map((each) => ({
        name: nameOf(each, 'id'),
        kind,
        doc,
        signature: `const ${this.#constant(each)}`,
        undocumentedMembers: [],
      }))
    }
    const undocumentedMembers: string[] = []
    const signature =
      kind === 'class'
        ? this.#class(node, undocumentedMembers)
        : kind === 'function'
          ? callable(this.#head(node, node['body'] as Node | null))
          : this.#slice(node.start, node.end)
    return [{ name: nameOf(node, 'id'), kind, doc, signature, undocumentedMembers }]
  }

  #constant(declarator: Node): string {
    const id = declarator['id'] as Node
    const annotated = id['typeAnnotation'] !== null && id['typeAnnotation'] !== undefined
    return annotated ? this.#slice(id.start, id.end) : this.#slice(id.start, declarator.end)
  }

  // The class with its public members, each with its docstring and without its body.
  #class(node: Node, undocumented: string[]): string {
    const body = node['body'] as Node
    const lines: string[] = []
    for (const member of nodes(body, 'body')) {
      const key = member['key'] as Node | undefined
      if (key === undefined || key.type === 'PrivateIdentifier') continue
      if (member['accessibility'] === 'private') continue
      const doc = this.#docBefore(member.start)
      const method = member.type.endsWith('MethodDefinition')
      const value = member['value'] as Node | null
      const text = method
        ? callable(this.#head(member, (value?.['body'] as Node | undefined) ?? null))
        : this.#property(member)
      const inherited = member['override'] === true || member['accessibility'] === 'protected'
      if (method && doc === '' && !inherited && member['kind'] !== 'constructor') {
        undocumented.push(this.#slice(key.start, key.end))
      }
      // Docstrings inside a class are indented as their members are.
      if (lines.length > 0 && (doc !== '' || method)) lines.push('')
      if (doc !== '') lines.push(`  ${doc}`)
      lines.push(`  ${text}`)
    }
    const head = this.#head(node, body)
    return lines.length === 0 ? `${head} {}` : `${head} {\n${lines.join('\n')}\n}`
  }

  #property(member: Node): string {
    const annotation = member['typeAnnotation'] as Node | null | undefined
    const end = annotation === null || annotation === undefined ? member.end : annotation.end
    return this.#slice(member.start, end)
  }

  #head(node: Node, body: Node | null): string {
    return this.#slice(node.start, body === null ? node.end : body.start)
  }

  #docBefore(start: number): string {
    const doc = this.#docs.findLast(({ end }) => end <= start)
    if (doc === undefined || this.#text.slice(doc.end, start).trim() !== '') return ''
    // What is for compilers is not for readers.
    return this.#slice(doc.start, doc.end).replace(/(?:\n\s*\*)+ @ts-ignore (?=\*\/$)/, '\n   ')
  }

  #slice(start: number, end: number): string {
    return this.#text.slice(start, end).trim()
  }
}

// Whether a function is written with `async` or as a generator is its own affair; its type says what it gives.
function callable(head: string): string {
  return head.replace(
    /^((?:(?:static|override|protected|public) )*)(?:async )?(function)?\*? ?/,
    (_, modifiers: string, word?: string) =>
      word === undefined ? modifiers : `${modifiers}${word} `,
  )
}

/** The words of a docstring. */
function plainDoc(comment: string): string {
  return comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim()
}

function nodes(node: Node, field: string): readonly Node[] {
  return (node[field] ?? []) as readonly Node[]
}

function nameOf(node: Node, field: string): string {
  const { name, value } = node[field] as { readonly name?: string; readonly value?: string }
  return name ?? value ?? ''
}
