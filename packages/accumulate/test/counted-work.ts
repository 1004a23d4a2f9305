// Work, counted by what the built-ins are asked to do, each weighed by what it has to look at.

export type Weigh = (self: any, args: readonly any[], result: any) => number

const sizeOf = (value: any): number => value?.length ?? value?.size ?? 1
const bySelf: Weigh = (self) => sizeOf(self) + 1
const byResult: Weigh = (_self, _args, result) => sizeOf(result) + 1

/** One step, whatever it does. */
export const once: Weigh = () => 1

const counted: readonly (readonly [holder: any, name: string, weigh: Weigh])[] = [
  [Map.prototype, 'get', once],
  [Map.prototype, 'set', once],
  [Map.prototype, 'values', bySelf],
  [Map.prototype, Symbol.iterator as never, bySelf],
  [Set.prototype, 'add', once],
  [Set.prototype, Symbol.iterator as never, bySelf],
  [Array.prototype, 'push', once],
  [Array.prototype, 'unshift', bySelf],
  [Array.prototype, 'splice', bySelf],
  [Array.prototype, 'sort', bySelf],
  [Array.prototype, 'slice', byResult],
  [Array.prototype, 'concat', byResult],
  [Array.prototype, 'map', bySelf],
  [Array.prototype, 'filter', bySelf],
  [Array.prototype, 'find', bySelf],
  [Array.prototype, 'findLast', bySelf],
  [Array.prototype, 'indexOf', bySelf],
  [Array.prototype, 'includes', bySelf],
  [Array.prototype, 'some', bySelf],
  [Array.prototype, 'every', bySelf],
  [Array.prototype, 'join', bySelf],
  [Array.prototype, Symbol.iterator as never, bySelf],
  [Array, 'from', byResult],
  [Object, 'keys', byResult],
  [Object, 'entries', byResult],
  [Object, 'assign', (_self, args) => args.length],
  [JSON, 'stringify', byResult],
  [JSON, 'parse', (_self, args) => sizeOf(args[0])],
  [String.prototype, 'charCodeAt', once],
  [String.prototype, 'slice', byResult],
  [String.prototype, 'trimStart', bySelf],
  [String.prototype, 'startsWith', (_self, args) => sizeOf(args[0])],
  [String.prototype, 'concat', byResult],
  [globalThis, 'structuredClone', (_self, args) => JSON.stringify(args[0]).length],
]

/** The work that `run` asks of the built-ins. `lighter` weighs some of them in another way. */
export function workOf(run: () => void, lighter: Readonly<Record<string, Weigh>> = {}): number {
  const originals = counted.map(([holder, name]) => holder[name] as (...args: any[]) => any)
  let work = 0
  let isOn = false
  for (const [at, [holder, name, weigh]] of counted.entries()) {
    const original = originals[at]!
    const weighs = lighter[name] ?? weigh
    const count = function (this: any, ...args: any[]): any {
      const result: unknown = Reflect.apply(original, this, args)
      if (isOn) {
        isOn = false
        work += weighs(this, args, result)
        isOn = true
      }
      return result
    }
    Object.defineProperty(holder, name, { value: count, configurable: true, writable: true })
  }
  try {
    isOn = true
    run()
  } finally {
    isOn = false
    for (let at = 0; at < counted.length; at++) {
      const [holder, name] = counted[at]!
      Object.defineProperty(holder, name, {
        value: originals[at],
        configurable: true,
        writable: true,
      })
    }
  }
  return work
}
