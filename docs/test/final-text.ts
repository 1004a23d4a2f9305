import { transcript } from '@fixtures/sse'

/** The text that a chat transcript is known to end with. */
export function finalText(name: string): string {
  const { final } = transcript(name) as {
    final?: { choices?: readonly { message: { content: string } }[] }
  }
  const content = final?.choices?.[0]?.message.content
  if (content === undefined) throw new Error(`the transcript ${name} has no text`)
  return content
}
