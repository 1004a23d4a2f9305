/** Time, as the client measures it and waits: pass another one to make time pass as you like. */
export interface Clock {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number
  /** Calls `callback` once, after so many milliseconds. Gives what `clearTimeout` takes. */
  setTimeout(callback: () => void, milliseconds: number): unknown
  clearTimeout(timer: unknown): void
}

/** In milliseconds. Runtimes take a longer wait for none at all. */
export const LONGEST_TIMER = 2_147_483_647

interface Runtime {
  readonly performance?: { now(): number }
}

/** The clock and the timers of the runtime, looked up at the time of each call. */
export const systemClock: Clock = {
  now: () => (globalThis as Runtime).performance?.now() ?? Date.now(),
  setTimeout: (callback, milliseconds) => setTimeout(callback, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as never),
}

interface Deno {
  // Its timers are numbers, or have been.
  readonly Deno?: { unrefTimer?(timer: unknown): void }
}

/** Lets the program end although the timer is running, where runtimes have a way to say so. */
export function unref(timer: unknown): void {
  const { Deno } = globalThis as Deno
  if (Deno === undefined) (timer as { unref?(): void } | undefined)?.unref?.()
  else Deno.unrefTimer?.(timer)
}
