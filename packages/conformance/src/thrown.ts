/**
 * A stable name of something that was thrown: its own `code`, else its `name`, else its type. The
 * message is left out, as it may hold what was parsed.
 */
export function thrownName(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return `a thrown ${typeof thrown}`
  const code: unknown = Reflect.get(thrown, 'code')
  if (typeof code === 'string') return code
  const name: unknown = Reflect.get(thrown, 'name')
  return typeof name === 'string' ? name : 'a thrown object'
}
