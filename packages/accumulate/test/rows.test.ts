import { expect, test } from 'vitest'
import { PEER_ROWS, QUIRK_ROWS, rowsOfDocuments, rowsWithoutCase } from './rows.ts'

const documented = rowsOfDocuments()

test('every row has a case', () => {
  expect(rowsWithoutCase([...QUIRK_ROWS, ...PEER_ROWS])).toEqual([])
})

test('a row that is made up has none', () => {
  expect(rowsWithoutCase(['C1', 'C999', 'P3.1-99'])).toEqual(['C999', 'P3.1-99'])
})

test.skipIf(documented === undefined)(
  'the rows are those of the documents (skipped where ../shared is absent)',
  () => {
    expect([...QUIRK_ROWS, ...PEER_ROWS].toSorted()).toEqual(documented!.toSorted())
  },
)
