import type { Mutant } from './mutant.ts'
import { StreamIterator } from './stream-iterator.ts'

export const iterationMutants: readonly Mutant[] = [
  {
    name: 'does not cancel the source',
    caughtBy: { law: 'cancel' },
    Iterator: class extends StreamIterator {
      override async cancel(): Promise<void> {}
    },
  },
  {
    name: 'cancels the source twice',
    caughtBy: { law: 'cancel' },
    Iterator: class extends StreamIterator {
      override async cancel(): Promise<void> {
        await super.cancel()
        await super.cancel()
      }
    },
  },
  {
    name: 'waits for the source before it cancels it',
    caughtBy: { law: 'cancel' },
    Iterator: class extends StreamIterator {
      #pending: Promise<unknown> | undefined

      override next(): ReturnType<StreamIterator['next']> {
        const pending = super.next()
        this.#pending = pending
        return pending
      }

      override async cancel(): Promise<void> {
        await this.#pending
        await super.cancel()
      }
    },
  },
]
