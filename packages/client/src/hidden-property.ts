/**
 * Gives an error a property that logs leave out. Does nothing to an error that is frozen, for which
 * `defineProperty` throws.
 */
export function hide(error: Error, name: string, value: unknown): void {
  Reflect.defineProperty(error, name, { value, configurable: true, writable: true })
}
