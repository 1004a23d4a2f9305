/** One named case at least for each habit of servers; those of streams of either kind are in `@sse/chat`. */
import { ResponsesDecoder } from '@sse/responses'
import { test } from 'vitest'
import { check } from '../../chat/test/rows/row-case.ts'
import { responsesRows } from './rows/responses-rows.ts'

test.each(responsesRows)('$row: $title', async (given) => {
  await check(given, (options, anomalies) => {
    const onAnomaly = ({ code, path }: { code: string; path: string }) =>
      anomalies.push(path === '' ? code : `${code} ${path}`)
    return new ResponsesDecoder({ ...options, onAnomaly })
  })
})
