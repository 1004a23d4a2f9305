/** The guard against drift, guarded: it must not let a change of their types through. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { complaintsAbout } from './compile-copy.ts'

const guard = readFileSync(new URL('drift.test-d.ts', import.meta.url), 'utf8').replace(
  './difference.ts',
  '../../test/difference.ts',
)

/** What the compiler says of the guard when their chunk is another one. */
function complaintsWhen(other: string): Promise<string> {
  const line = 'type TheirChunk = OpenAI.ChatCompletionChunk\n'
  expect(guard).toContain(line)
  return complaintsAbout('chat', guard.replace(line, `type TheirChunk = ${other}\n`))
}

describe('the drift guard', { timeout: 60_000 }, () => {
  test('says nothing when nothing has changed', async () => {
    expect(await complaintsWhen('OpenAI.ChatCompletionChunk')).toBe('')
  })

  test('names a field that they add', async () => {
    const complaints = await complaintsWhen('OpenAI.ChatCompletionChunk & { hologram: string }')
    expect(complaints).toContain('.hologram: theirs only')
  })

  test('names a field that they delete', async () => {
    const complaints = await complaintsWhen("Omit<OpenAI.ChatCompletionChunk, 'obfuscation'>")
    expect(complaints).toContain('.obfuscation: ours only')
  })
})
