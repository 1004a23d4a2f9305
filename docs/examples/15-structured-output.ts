// Structured output: a schema types the answer, and never sees one that is not whole.
import { OpenAI, SchemaValidationError } from '@sse/openai'
import { z } from 'zod'

const Joke = z.object({ setup: z.string(), punchline: z.string() })

const client = new OpenAI()
const stream = await client.chat.completions.create(
  {
    model: 'gpt-4.1-mini',
    messages: [{ role: 'user', content: 'Tell me a joke' }],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'joke', schema: z.toJSONSchema(Joke), strict: true },
    },
    stream: true,
  },
  { schema: Joke },
)

try {
  const joke = await stream.parsed()
  console.log(joke?.setup)
  console.log(joke?.punchline)
} catch (error) {
  if (!(error instanceof SchemaValidationError)) throw error
  console.log('not a joke:', error.path)
}
