// Resume: a response in the background survives its connection. The loop does not notice.
import { OpenAI } from '@sse/openai'

const client = new OpenAI({ deadlines: { idleBytes: 20_000 } })
const stream = await client.responses.create(
  {
    model: 'gpt-5.1',
    input: 'How does a river find the sea?',
    background: true,
    stream: true,
  },
  { resume: { attempts: 5 } },
)

for await (const text of stream.text()) process.stdout.write(text)
console.log(`\n${stream.outcome?.status} over ${stream.timing.attempts} connections`)

// By hand, in another process too: the ID and the number of the last event are all it takes.
const again = await client.responses.retrieve(stream.snapshot.id, {
  stream: true,
  starting_after: 100,
})
let events = 0
for await (const _ of again) events++
console.log(`${events} events behind the hundredth`)
