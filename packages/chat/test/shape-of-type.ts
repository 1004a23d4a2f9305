/** Types as data, read by the compiler: what is needed to ask of a value whether its type lies. */
import { fileURLToPath } from 'node:url'
import {
  API,
  type Checker,
  SignatureKind,
  SymbolFlags,
  type Type,
  TypeFlags,
} from 'typescript/unstable/sync'

/** What a value of a type looks like. Shapes are made once per type, so that a type may contain itself. */
export type Shape =
  | { readonly kind: 'anything' }
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'list'; readonly element: Shape }
  | { readonly kind: 'object'; readonly fields: readonly Field[]; readonly rest: Shape | undefined }
  | { readonly kind: 'union'; readonly members: readonly Shape[] }

/** A field of an object. */
interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly shape: Shape
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/**
 * The shape of an exported type of a file below the root of the project. Texts stand for files of their paths, so that a
 * type can be looked at as it might be. Throws what the compiler complains about.
 */
export function shapeOfType(
  path: string,
  name: string,
  texts: Readonly<Record<string, string>> = {},
): Shape {
  const configFile = `${root}tsconfig.shapes.json`
  const config = { extends: './tsconfig.json', include: [], files: [path], references: [] }
  const given = new Map([[configFile, JSON.stringify(config)]])
  for (const [file, text] of Object.entries(texts)) given.set(root + file, text)
  const fs = {
    readFile: (file: string) => given.get(file),
    fileExists: (file: string) => given.has(file) || undefined,
  }
  const api = new API({ cwd: root, fs })
  try {
    const project = api.updateSnapshot({ openProjects: [configFile] }).getProject(configFile)
    if (project === undefined) throw new Error(`No project for ${path}`)
    const { checker, program } = project
    const complaints = [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()]
    const [complaint] = complaints
    if (complaint !== undefined) throw new Error(`${path}: ${complaint.text}`)
    const file = program.getSourceFile(root + path)
    const module = file && checker.getSymbolAtLocation(file)
    const symbol = module && checker.getMemberInModuleExports(module, name)
    if (symbol === undefined) throw new Error(`${path} has no ${name}`)
    return new ShapeReader(checker).read(checker.getDeclaredTypeOfSymbol(symbol))
  } finally {
    // The compiler may say `context canceled` on its way out, which means nothing.
    api.close()
  }
}

class ShapeReader {
  readonly #checker: Checker
  readonly #shapes: Map<number, Shape> = new Map()

  constructor(checker: Checker) {
    this.#checker = checker
  }

  read(type: Type): Shape {
    const known = this.#shapes.get(type.id)
    if (known !== undefined) return known
    // Known before it is whole: a field of it may be of the same type.
    const shape = {} as Shape
    this.#shapes.set(type.id, shape)
    return Object.assign(shape, this.#made(type))
  }

  #made(type: Type): Shape {
    const checker = this.#checker
    if (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) return { kind: 'anything' }
    if (type.isLiteralType()) return { kind: 'literal', value: type.value }
    if (type.isUnionType()) {
      return { kind: 'union', members: type.getTypes().map((member) => this.read(member)) }
    }
    // `string & {}`, which is any string beside known words.
    if (type.isIntersectionType()) {
      const [first, ...others] = type.getTypes()
      if (first?.isIntrinsicType() && others.every((other) => this.#isEmpty(other))) {
        return this.read(first)
      }
    }
    if (type.isIntrinsicType()) {
      // What is optional has a second undefined, which stands for absence and is no value.
      const isAbsence =
        type.intrinsicName === 'undefined' && type.id !== checker.getUndefinedType().id
      if (isAbsence) return { kind: 'union', members: [] }
      return { kind: 'primitive', name: type.intrinsicName }
    }
    if (checker.isArrayType(type) && type.isTypeReference()) {
      const [element] = checker.getTypeArguments(type)
      if (element !== undefined) return { kind: 'list', element: this.read(element) }
    }
    const isObject = type.isObjectType() || type.isIntersectionType()
    const isFunction = checker.getSignaturesOfType(type, SignatureKind.Call).length > 0
    if (!isObject || isFunction || checker.isTupleType(type)) {
      throw new Error(`No shape is known for ${checker.typeToString(type)}`)
    }
    const fields = checker.getPropertiesOfType(type).map((property) => ({
      name: property.name,
      isOptional: (property.flags & SymbolFlags.Optional) !== 0,
      shape: this.read(checker.getTypeOfSymbol(property)!),
    }))
    const [index] = checker.getIndexInfosOfType(type)
    return { kind: 'object', fields, rest: index && this.read(index.valueType) }
  }

  #isEmpty(type: Type): boolean {
    return type.isObjectType() && this.#checker.getPropertiesOfType(type).length === 0
  }
}
