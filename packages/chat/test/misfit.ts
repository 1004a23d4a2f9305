/** Where a value is not what its type says. */
import type { Shape } from './shape-of-type.ts'

/** A place of a value, and what is there. */
export interface Misfit {
  /** Such as `.choices[].delta`. */
  readonly path: string
  /** The kind of what is there, or `absent`; for words that are not in the type, the word. */
  readonly found: string
}

/** The places where a value does not have its shape; empty when it has. */
export function misfits(value: unknown, shape: Shape, path = ''): readonly Misfit[] {
  const here = [{ path, found: nameOf(value) }]
  switch (shape.kind) {
    case 'anything':
      return []
    case 'literal':
      return value === shape.value ? [] : here
    case 'primitive':
      return kindOf(value) === shape.name ? [] : here
    case 'list':
      if (!Array.isArray(value)) return here
      return value.flatMap((element) => misfits(element, shape.element, `${path}[]`))
    case 'object': {
      if (kindOf(value) !== 'object') return here
      const object = value as Readonly<Record<string, unknown>>
      const names = new Set(shape.fields.map(({ name }) => name))
      const others = shape.rest && Object.keys(object).filter((name) => !names.has(name))
      return [
        ...shape.fields.flatMap((field) => {
          const inner = `${path}.${field.name}`
          if (Object.hasOwn(object, field.name)) {
            return misfits(object[field.name], field.shape, inner)
          }
          return field.isOptional ? [] : [{ path: inner, found: 'absent' }]
        }),
        ...(others ?? []).flatMap((name) => misfits(object[name], shape.rest!, `${path}.*`)),
      ]
    }
    case 'union':
      return unionMisfits(value, shape.members, path)
    default:
      return shape satisfies never
  }
}

function unionMisfits(value: unknown, members: readonly Shape[], path: string): readonly Misfit[] {
  const tried = members.map((member) => misfits(value, member, path))
  if (tried.some((found) => found.length === 0)) return []
  // For the message: the member that the value says it is, if it says so; else the nearest.
  const own = tried.filter((_, at) => hasTypeOf(members[at]!, value))
  if (own.length === 0 && members.some(({ kind }) => kind === 'object')) {
    const type = kindOf(value) === 'object' && (value as { type?: unknown }).type
    if (typeof type === 'string') return [{ path: `${path}.type`, found: nameOf(type) }]
  }
  const inner = (own.length > 0 ? own : tried).filter(([first]) => first?.path !== path)
  return inner.toSorted((a, b) => a.length - b.length)[0] ?? [{ path, found: nameOf(value) }]
}

function hasTypeOf(shape: Shape, value: unknown): boolean {
  if (shape.kind !== 'object' || kindOf(value) !== 'object') return false
  const type = shape.fields.find(({ name }) => name === 'type')
  return type !== undefined && misfits((value as { type?: unknown }).type, type.shape).length === 0
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

// Payloads are not quoted, but for words.
function nameOf(value: unknown): string {
  return typeof value === 'string' && /^[\w.-]{0,40}$/.test(value) ? `'${value}'` : kindOf(value)
}
