// Law 15 for whoever waits in the thread itself.

import type { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCell, type Door } from './fault-matrix-cell.ts'
import { unhandledRejections } from './fault-matrix-leftovers.ts'
import { healthyRequest } from './fault-matrix-request.ts'
import { parts } from './fault-matrix-rows.ts'
import type { API } from './fault-matrix-sample.ts'
import { type ServerProcess, startServerProcess } from './fault-matrix-server-process.ts'
import { consumeSync } from './fault-matrix-sync.ts'
import { workerResources } from './fault-matrix-worker-leftovers.ts'

const door: Door = { consume: consumeSync, clock: () => undefined, elsewhere: workerResources }
const rejections = unhandledRejections()
// An unhandled rejection in the thread that does the I/O ends it, and another is started.
const threads: Worker[] = []
const reasons: unknown[] = []
process.on('worker', (worker) => {
  threads.push(worker)
  worker.on('error', (error) => void reasons.push(error))
})

let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
  const rest = { baseURL: `${server.url}/v1`, clock: undefined }
  consumeSync(healthyRequest('chat', 'first', rest))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rejections[Symbol.dispose]()
})

describe.each(['chat', 'responses'] as const)('%s', (api: API) => {
  // The titles of `each` are cut off.
  for (const { title, rows } of parts)
    for (const row of rows) {
      test(`${title}: ${row.title}`, async () => {
        await checkCell(server, door, row, api)
        expect(rejections.reasons).toEqual([])
        expect(reasons).toEqual([])
        expect(threads).toHaveLength(1)
      })
    }
})
