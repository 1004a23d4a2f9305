// Lists the rows of the catalogue of quirks that no test case is about; fails when there are any.

import { chatRows } from '../test/rows/chat-rows.ts'
import { rowIds, rowsOfCatalogue, rowsWithoutCase } from '../test/rows/row-ids.ts'
import { responsesRows } from '../../responses/test/rows/responses-rows.ts'

const cases = [...chatRows, ...responsesRows]
const without = rowsWithoutCase(cases)
const missing = (rowsOfCatalogue() ?? []).filter((id) => !rowIds.includes(id))
for (const id of [...without, ...missing]) console.log(`${id} has no case`)
console.log(`${rowIds.length} rows, ${cases.length} cases, ${without.length} rows without a case`)
if (rowsOfCatalogue() === undefined) console.log('../shared/QUIRKS.md is not there to compare with')
process.exitCode = without.length + missing.length === 0 ? 0 : 1
