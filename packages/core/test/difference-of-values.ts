/**
 * What differs first between two JSON values: also prototypes, the order of keys, the attributes of
 * properties and the sign of zero. Undefined when nothing does.
 */
export function differenceOfValues(
  actual: unknown,
  expected: unknown,
  path = '$',
): string | undefined {
  if (!isContainer(actual) || !isContainer(expected)) {
    return Object.is(actual, expected) ? undefined : `${path}: another value`
  }
  if (Object.getPrototypeOf(actual) !== Object.getPrototypeOf(expected)) {
    return `${path}: another prototype`
  }
  const keys = Reflect.ownKeys(actual)
  const expectedKeys = Reflect.ownKeys(expected)
  if (keys.length !== expectedKeys.length) return `${path}: other keys`
  for (const [at, key] of keys.entries()) {
    if (key !== expectedKeys[at]) return `${path}: other keys`
    const { value, ...attributes } = Object.getOwnPropertyDescriptor(actual, key)!
    const { value: expectedValue, ...others } = Object.getOwnPropertyDescriptor(expected, key)!
    if (
      attributes.configurable !== others.configurable ||
      attributes.enumerable !== others.enumerable ||
      attributes.writable !== others.writable
    ) {
      return `${path}.${String(key)}: other attributes`
    }
    const difference = differenceOfValues(value, expectedValue, `${path}.${String(key)}`)
    if (difference !== undefined) return difference
  }
  return undefined
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
