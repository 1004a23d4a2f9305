import { responseTranscript, transcript } from '@fixtures/sse'

export type API = 'chat' | 'responses'

/** What a healthy stream carries, found without our parsers: each event of these is one line of data. */
export interface Sample {
  readonly transcript: string
  /** The payloads of its events, `[DONE]` left out. */
  readonly items: readonly unknown[]
  /** How many events there are, `[DONE]` included. */
  readonly events: number
  /** What the API returns without `stream`. */
  readonly final: object | undefined
  /** How many bytes its first events take. */
  readonly bytesOf: (events: number) => number
}

/** A short stream of each API, that says what it is to say, and that it is whole. */
export const samples: Readonly<Record<API, Sample>> = {
  chat: sampleOf(transcript('joke')),
  responses: sampleOf(responseTranscript('greeting')),
}

function sampleOf({ name, bytes, events, final }: ReturnType<typeof transcript>): Sample {
  const text = new TextDecoder().decode(bytes)
  const blocks = text.split(/(?<=\n\n)/)
  const data = blocks.map((block) => /^data: (.*)$/m.exec(block)?.[1] ?? '')
  return {
    transcript: name,
    events,
    final,
    items: data.filter((each) => each !== '[DONE]').map((each): unknown => JSON.parse(each)),
    bytesOf: (count) => Buffer.byteLength(blocks.slice(0, count).join('')),
  }
}
