// Synchronous streaming, over bytes at hand: a log, a cache, a test.
// The bytes may be cut anywhere; here they are one chunk.
import { transcript } from '@fixtures/sse'
import { decodeChatStreamSync } from '@sse/chat'

const { bytes } = transcript('story')

for (const chunk of decodeChatStreamSync([bytes])) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? '')
}
