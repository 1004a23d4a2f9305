// Errors: of the connection, of the status, and in the middle of the stream. What was received stays.
import { APIConnectionError, APIStatusError, OpenAI, UpstreamError } from '@sse/openai'

const client = new OpenAI()

async function ask(model: string): Promise<void> {
  try {
    const stream = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'Hello!' }],
      stream: true,
    })
    for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
    console.log()
  } catch (error) {
    if (error instanceof APIConnectionError) console.log('\nconnection error:', error.code)
    else if (error instanceof APIStatusError) console.log('API error:', error.status, error.code)
    else if (error instanceof UpstreamError) console.log('\nerror in the stream:', error.message)
    else throw error
  }
}

for (const model of process.argv.slice(2)) await ask(model)
