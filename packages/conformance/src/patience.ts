/** Milliseconds until something that has not settled is taken to hang: at first, and once one did. */
const PATIENCE = 3000
const IMPATIENCE = 100

export type MaybePromise<Value> = Value | Promise<Value>

/** Gives `'hangs'` when the promise does not settle in time. */
export type Settle = <Value>(value: MaybePromise<Value>) => Promise<Value | 'hangs'>

/**
 * Bounds waiting. It gets shorter when something hung: making a counter-example small would else wait
 * for each smaller value as long as for the first.
 */
export class Patience {
  /** How many did not settle in time. */
  hangs = 0
  readonly #first: number

  /** Waits for `first` milliseconds, until something hangs. Default 3000. */
  constructor(first: number = PATIENCE) {
    this.#first = first
  }

  readonly settle: Settle = async (value) => {
    if (!(value instanceof Promise)) return value
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<'hangs'>((resolve) => {
      const elapsed = (): void => {
        this.hangs++
        resolve('hangs')
      }
      timer = setTimeout(elapsed, this.hangs === 0 ? this.#first : IMPATIENCE)
    })
    try {
      return await Promise.race([value, late])
    } finally {
      clearTimeout(timer)
    }
  }
}
