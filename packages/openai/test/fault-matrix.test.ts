// Law 15: whatever the fault, the stream settles within its deadline with the true outcome, and the body is cancelled.

import { faultNames } from '@fixtures/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consume } from './fault-matrix-async.ts'
import { checkCell, type Door } from './fault-matrix-cell.ts'
import { CountingClock, unhandledRejections } from './fault-matrix-leftovers.ts'
import { healthyRequest } from './fault-matrix-request.ts'
import type { API } from './fault-matrix-sample.ts'
import { samples } from './fault-matrix-sample.ts'
import { parts } from './fault-matrix-rows.ts'
import { type ServerProcess, startServerProcess } from './fault-matrix-server-process.ts'

const door: Door = { consume, clock: () => new CountingClock() }
const rejections = unhandledRejections()
let server: ServerProcess
beforeAll(async () => {
  server = await startServerProcess()
  // The first request of a process takes longer than some deadlines of the table.
  const rest = { baseURL: `${server.url}/v1`, clock: undefined }
  await consume(healthyRequest('chat', 'first', rest))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rejections[Symbol.dispose]()
})

test('the table has every fault that the server knows', () => {
  const named = new Set<string>()
  for (const { faults } of parts.flatMap(({ rows }) => rows)) {
    const list = typeof faults === 'function' ? faults(samples.chat) : faults
    for (const { fault } of list) named.add(fault)
  }
  expect([...named].toSorted()).toEqual(faultNames.toSorted())
})

describe.each(['chat', 'responses'] as const)('%s', (api: API) => {
  // The titles of `each` are cut off.
  for (const { title, rows } of parts)
    for (const row of rows) {
      test(`${title}: ${row.title}`, async () => {
        await checkCell(server, door, row, api)
        expect(rejections.reasons).toEqual([])
      })
    }
})
