import { defineConfig } from 'vitest/config'

const conditions = ['@sse/source', 'module', 'development|production']

export default defineConfig({
  resolve: { conditions: [...conditions, 'browser'] },
  ssr: { resolve: { conditions: [...conditions, 'node'] } },
  test: {
    include: ['**/test/**/*.test.ts'],
    reporters: ['default', `${import.meta.dirname}/vitest.tally.ts`],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
