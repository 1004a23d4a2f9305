// Adds up the `.tally.json` that each package's tests leave behind. A package with tests and no tally has failed.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folders = ['packages', 'fixtures'].flatMap((parent) =>
  readdirSync(parent).map((name) => `${parent}/${name}`),
)
const total = { passed: 0, failed: 0, skipped: 0 }
for (const folder of [...folders, 'docs']) {
  const manifest = `${folder}/package.json`
  if (!existsSync(manifest) || !JSON.parse(readFileSync(manifest, 'utf8')).scripts?.test) continue
  const file = `${folder}/.tally.json`
  if (!existsSync(file)) {
    console.log(`${folder}: no tally, its tests did not run to the end`)
    total.failed++
    continue
  }
  const tally = JSON.parse(readFileSync(file, 'utf8'))
  for (const key of Object.keys(total)) total[key] += tally[key]
}
if (total.skipped > 0) console.log(`${total.skipped} skipped, each with its reason in its name`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
