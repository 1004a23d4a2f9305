// Lists the rows of the quirks and of the peers that no test has a case for, and fails if there are any.

import { PEER_ROWS, QUIRK_ROWS, rowsOfDocuments, rowsWithoutCase } from '../test/rows.ts'

const documented = rowsOfDocuments()
const wanted = documented ?? [...QUIRK_ROWS, ...PEER_ROWS]
const missing = rowsWithoutCase(wanted)
const source = documented === undefined ? 'the list in test/rows.ts' : 'QUIRKS.md and PEERS.md'
process.stdout.write(`${wanted.length} rows of ${source}, ${missing.length} without a case\n`)
for (const row of missing) process.stdout.write(`${row}\n`)
process.exitCode = missing.length === 0 ? 0 : 1
