// Retry with backoff around the whole stream.
import { setTimeout as sleep } from 'node:timers/promises'
import { APIConnectionError, OpenAI } from '@sse/openai'

const client = new OpenAI()

async function streamWithRetry(content: string, maxAttempts = 3): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const stream = await client.chat.completions.create({
        model: 'gpt-4.1-mini',
        messages: [{ role: 'user', content }],
        stream: true,
      })
      for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
      return
    } catch (error) {
      if (!(error instanceof APIConnectionError) || attempt === maxAttempts) throw error
      console.log(`\nconnection error, attempt ${attempt} of ${maxAttempts}`)
      await sleep(10 * 2 ** attempt)
    }
  }
}

await streamWithRetry('Tell me a joke')
