// Writes the API reference. With `--check` writes nothing, and ends with 1 when a public name has no docstring or a page is
// not what would be written.

import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { apiPages, undocumented } from './api-page.ts'
import { documentedPackages, root } from './doors.ts'

const check = process.argv.includes('--check')
const packages = documentedPackages()
const pages = await apiPages(packages)
const complaints = undocumented(packages).map((name) => `no docstring: ${name}`)

for (const [path, text] of pages) {
  const file = join(root, path)
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  if (check) {
    complaints.push(`stale: ${path}`)
    continue
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
for (const path of globSync('docs/api/*.md', { cwd: root })) {
  if (pages.has(path)) continue
  if (check) complaints.push(`of no package: ${path}`)
  else rmSync(join(root, path))
}
for (const line of complaints) process.stderr.write(`${line}\n`)
if (complaints.length > 0) process.exitCode = 1
