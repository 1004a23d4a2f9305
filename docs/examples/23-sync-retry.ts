// Synchronous retry with backoff around the whole stream. Before the first byte the client does that by itself.
import { APIConnectionError, OpenAI } from '@sse/openai/sync'

const client = new OpenAI()
const sleeper = new Int32Array(new SharedArrayBuffer(4))

function streamWithRetry(content: string, maxAttempts = 3): void {
  for (let attempt = 1; ; attempt++) {
    try {
      const stream = client.chat.completions.create({
        model: 'gpt-4.1-mini',
        messages: [{ role: 'user', content }],
        stream: true,
      })
      for (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
      return
    } catch (error) {
      if (!(error instanceof APIConnectionError) || attempt === maxAttempts) throw error
      console.log(`\nconnection error, attempt ${attempt} of ${maxAttempts}`)
      Atomics.wait(sleeper, 0, 0, 10 * 2 ** attempt)
    }
  }
}

streamWithRetry('Tell me a joke')
