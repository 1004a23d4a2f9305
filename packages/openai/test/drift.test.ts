/** The guard against drift, guarded, and held against both ways to read an optional property. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { complaintsAbout } from '../../chat/test/compile-copy.ts'

const guard = readFileSync(new URL('drift.test-d.ts', import.meta.url), 'utf8').replace(
  '../../chat/test/',
  '../../../chat/test/',
)

/** What the compiler says of the guard when one of their types is another one; `*` stands for what it is. */
function complaintsWhen(name: string, other: string): Promise<string> {
  const line = new RegExp(`^type ${name} = (.+)$`, 'm')
  expect(guard).toMatch(line)
  return complaintsAbout(
    'openai',
    guard.replace(line, (_, own: string) => `type ${name} = ${other.replaceAll('*', own)}`),
  )
}

describe('the drift guard', { timeout: 60_000 }, () => {
  test.each([true, false])(
    'says nothing as things are, with exactOptionalPropertyTypes %s',
    async (exact) => {
      expect(await complaintsAbout('openai', guard, exact)).toBe('')
    },
  )

  test.each(['OfficialChat', 'OfficialCreate', 'OfficialRetrieve'])(
    'names what they add to %s, and what they take away',
    async (name) => {
      const added = await complaintsWhen(name, '* & { readonly hologram?: 1 }')
      expect(added).toContain(`Type '"hologram"' does not satisfy`)
      const takenAway = await complaintsWhen(name, "Omit<*, 'stream'>")
      expect(takenAway).toContain(`'".stream: ours only"' is not assignable`)
    },
  )

  test('names a field that has become wider', async () => {
    const wider = "Omit<*, 'tool_choice'> & { tool_choice?: 'auto' | { type: 'any' } }"
    const complaints = await complaintsWhen('OfficialChat', wider)
    expect(complaints).toContain(`Type '"tool_choice"' does not satisfy`)
  })
})
