// Synchronous errors: of the connection, of time, of the status, and in the middle of the stream. What was received
// stays. Nothing can interrupt a thread that waits, so that deadlines are what limits it.
import {
  APIConnectionError,
  APIStatusError,
  APITimeoutError,
  OpenAI,
  partialCompletion,
  UpstreamError,
} from '@sse/openai/sync'

const client = new OpenAI({ maxRetries: 0, deadlines: { firstContent: 5000, idleContent: 5000 } })

function ask(model: string): void {
  try {
    const stream = client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Hello!' }],
      stream: true,
    })
    for (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
    console.log()
  } catch (error) {
    const received = partialCompletion(error)?.choices[0]?.message.content?.length ?? 0
    if (error instanceof APITimeoutError) console.log('\ntoo slow:', error.kind)
    else if (error instanceof APIConnectionError) console.log('\nconnection error:', error.code)
    else if (error instanceof APIStatusError) console.log('API error:', error.status, error.code)
    else if (error instanceof UpstreamError) console.log('\nerror in the stream:', error.message)
    else throw error
    if (received > 0) console.log('received before:', received, 'characters')
  }
}

for (const model of process.argv.slice(2)) ask(model)
