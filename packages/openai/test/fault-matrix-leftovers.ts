import { getEventListeners } from 'node:events'
import type { Clock } from '@sse/client'

/** A clock that knows which of its timers are still to come. */
export class CountingClock implements Clock {
  readonly #pending = new Set<NodeJS.Timeout>()

  get pending(): number {
    return this.#pending.size
  }

  now(): number {
    return performance.now()
  }

  setTimeout(callback: () => void, milliseconds: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#pending.delete(timer)
      callback()
    }, milliseconds)
    this.#pending.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#pending.delete(timer as NodeJS.Timeout)
    clearTimeout(timer as NodeJS.Timeout)
  }
}

/** What keeps this process alive: kinds of timers, sockets and others, each as often as it is there. */
export function activeResources(): Map<string, number> {
  return countOf(process.getActiveResourcesInfo())
}

/** How often each is in a list. */
export function countOf(kinds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

/** What there is more of than before. */
export function moreOf(
  now: ReadonlyMap<string, number>,
  before: ReadonlyMap<string, number>,
): string[] {
  return [...now].filter(([kind, count]) => count > (before.get(kind) ?? 0)).map(([kind]) => kind)
}

/** What is there now and was not before, in words. */
export function leftovers(
  before: ReadonlyMap<string, number>,
  clock: CountingClock | undefined,
  signal: AbortSignal,
): string[] {
  const found = moreOf(activeResources(), before)
  if (clock !== undefined && clock.pending > 0) found.push(`${clock.pending} timers of its clock`)
  const listeners = getEventListeners(signal, 'abort').length
  if (listeners > 0) found.push(`${listeners} listeners on its signal`)
  return found
}

/** Notes the rejections that nobody handles, until it is disposed. */
export function unhandledRejections(): Disposable & { readonly reasons: readonly unknown[] } {
  const reasons: unknown[] = []
  const note = (reason: unknown): void => void reasons.push(reason)
  process.on('unhandledRejection', note)
  return { reasons, [Symbol.dispose]: () => process.off('unhandledRejection', note) }
}
