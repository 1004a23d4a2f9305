import type { Clock } from '@sse/client'

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** A clock that stands still until it is told how late it is. */
export class FakeClock implements Clock {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = []
  readonly #timers = new Set<Timer>()
  #now = 1_000_000

  /** Timers that are set and have not fired. */
  get pending(): number {
    return this.#timers.size
  }

  now(): number {
    return this.#now
  }

  setTimeout(callback: () => void, milliseconds: number): Timer {
    this.waits.push(milliseconds)
    const timer = { due: this.#now + milliseconds, callback }
    this.#timers.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer)
  }

  /** Time passes; timers fire in order, and what waits for them comes to its turn in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds
    for (let fired = 0; fired < 10_000; fired++) {
      await settle()
      const [next] = [...this.#timers].toSorted((a, b) => a.due - b.due)
      if (next === undefined || next.due > end) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.due)
      next.callback()
    }
    this.#now = end
    await settle()
  }

  /** The thread is blocked: it is late, and nothing has had its turn. */
  block(milliseconds: number): void {
    this.#now += milliseconds
  }

  /** The timers that are due get their turn, before anything else does. */
  fire(): void {
    for (const timer of [...this.#timers].filter(({ due }) => due <= this.#now)) {
      this.#timers.delete(timer)
      timer.callback()
    }
  }
}

/** Gives everything that is ready its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}
