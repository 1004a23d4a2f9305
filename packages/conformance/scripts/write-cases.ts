// Writes the cases for other languages, fixtures/sse/cases.json, from the TypeScript: `pnpm run cases`.

import { writeFileSync } from 'node:fs'
import { casesToJson, eventStreamCases } from '@fixtures/sse'

const file = new URL('../../../fixtures/sse/cases.json', import.meta.url)
writeFileSync(file, casesToJson(eventStreamCases))
