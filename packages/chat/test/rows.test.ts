/** One named case at least for each habit of servers that was recorded or reported. */
import { ChatDecoder } from '@sse/chat'
import { expect, test } from 'vitest'
import { responsesRows } from '../../responses/test/rows/responses-rows.ts'
import { chatRows } from './rows/chat-rows.ts'
import { check } from './rows/row-case.ts'
import { rowIds, rowsOfCatalogue, rowsWithoutCase } from './rows/row-ids.ts'

test.each(chatRows)('$row: $title', async (given) => {
  await check(given, (options, anomalies) => {
    const onAnomaly = ({ code, path }: { code: string; path: string }) =>
      anomalies.push(path === '' ? code : `${code} ${path}`)
    return new ChatDecoder({ ...options, onAnomaly })
  })
})

test('every row has a case', () => {
  expect(rowsWithoutCase([...chatRows, ...responsesRows])).toEqual([])
})

test('a row without a case is found', () => {
  expect(rowsWithoutCase(chatRows.filter(({ row }) => row !== 'E7'))).toContain('E7')
})

test('no case is of a row that there is not', () => {
  const strangers = [...chatRows, ...responsesRows].filter(({ row }) => !rowIds.includes(row))
  expect(strangers).toEqual([])
})

const catalogue = rowsOfCatalogue()
test.skipIf(catalogue === undefined)(
  'the rows are those of ../shared/QUIRKS.md (left out where that is not beside the project)',
  () => {
    expect(rowIds.toSorted()).toEqual(catalogue?.toSorted())
  },
)
