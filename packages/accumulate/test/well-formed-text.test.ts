import { chatUpdatesSync, wellFormedText } from '@sse/accumulate'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delta, finish } from './chat-chunks.ts'

describe('a text that can be shown', () => {
  test('U2: is without the half of a character whose other half is to come', () => {
    const chunks = [delta({ content: 'a\ud83d' }), delta({ content: '\ude00b' }), finish()]
    const shown = [...chatUpdatesSync(chunks)].flatMap((update) =>
      update.type === 'content.delta' ? [wellFormedText(update.snapshot)] : [],
    )
    expect(shown).toEqual(['a', 'a😀b'])
  })

  test('U3: has U+FFFD for the half that stayed alone', () => {
    expect(wellFormedText('a\ud83db')).toBe('a\ufffdb')
    expect(wellFormedText('\ude00a\ud83d')).toBe('\ufffda')
  })

  test('U4: is the text itself where that is well formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(wellFormedText(text)).toBe(text)
      }),
    )
  })

  test('survives being sent as UTF-8, whatever the text', () => {
    const units = fc.array(fc.integer({ min: 0xd7ff, max: 0xe001 }), { maxLength: 6 })
    fc.assert(
      fc.property(units, (codes) => {
        const text = String.fromCharCode(...codes)
        const sent = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
          new TextEncoder().encode(text),
        )
        const isCut = codes.length > 0 && codes.at(-1)! >= 0xd800 && codes.at(-1)! < 0xdc00
        expect(wellFormedText(text)).toBe(isCut ? sent.slice(0, -1) : sent)
      }),
    )
  })
})
