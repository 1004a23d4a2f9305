/** The guard against drift, guarded: it must not let a change of their types through. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { complaintsAbout } from '../../chat/test/compile-copy.ts'

const guard = readFileSync(new URL('drift.test-d.ts', import.meta.url), 'utf8').replace(
  '../../chat/test/',
  '../../../chat/test/',
)

/** What the compiler says of the guard when one of their unions is another one. */
function complaintsWhen(name: 'Theirs' | 'TheirItem', other: string): Promise<string> {
  const line = new RegExp(`^type ${name} = (.+)$`, 'm')
  expect(guard).toMatch(line)
  return complaintsAbout(
    'responses',
    guard.replace(line, (_, original: string) => `type ${name} = ${other.replace('*', original)}`),
  )
}

describe('the drift guard', { timeout: 60_000 }, () => {
  test('says nothing when nothing has changed', async () => {
    expect(await complaintsWhen('Theirs', '*')).toBe('')
  })

  test.each([
    ['event that they delete', 'Theirs', "Exclude<*, { type: 'response.audio.done' }>"],
    [
      'event that they add',
      'Theirs',
      "* | { type: 'response.audio.done2'; sequence_number: number }",
    ],
    ['item that they delete', 'TheirItem', "Exclude<*, { type: 'compaction' }>"],
    ['item that they add', 'TheirItem', "* | { type: 'hologram'; id: string }"],
  ] as const)('names an %s', async (_, name, other) => {
    const complaints = await complaintsWhen(name, other)
    const [, type = ''] = /type: '(.+?)'/.exec(other) ?? []
    expect(complaints).toContain(`"${type}"`)
  })

  // The second is one of the fields that are compared apart from the others.
  test.each(['reason', 'summary_index'])('names the %s that they give an event', async (field) => {
    const changed =
      "Exclude<*, { type: 'response.refusal.done' }>" +
      ` | (Extract<*, { type: 'response.refusal.done' }> & { ${field}: number })`
    expect(
      await complaintsWhen(
        'Theirs',
        changed.replaceAll('*', 'OpenAI.Responses.ResponseStreamEvent'),
      ),
    ).toContain(`<response.refusal.done>.${field}: theirs only`)
  })

  test.each(['item', 'response'])(
    'names the event that they give an optional %s',
    async (field) => {
      const changed =
        "Exclude<*, { type: 'response.refusal.done' }>" +
        ` | (Extract<*, { type: 'response.refusal.done' }> & { ${field}?: string })`
      expect(
        await complaintsWhen(
          'Theirs',
          changed.replaceAll('*', 'OpenAI.Responses.ResponseStreamEvent'),
        ),
      ).toContain('"response.refusal.done"')
    },
  )
})
