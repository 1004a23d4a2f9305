import { createParser } from 'eventsource-parser'
import type { ObservedEvent, ParserAdapter } from '@sse/conformance'

/** eventsource-parser, fed with strings. `ignoreBOM` leaves the byte order mark to the parser. */
export function eventsourceParserAdapter({ ignoreBOM = true } = {}): ParserAdapter {
  return {
    name: 'eventsource-parser 4.1.3',
    capabilities: { idModel: 'per-event', comments: 'stripped' },
    parse(chunks) {
      const events: ObservedEvent[] = []
      const comments: string[] = []
      let reconnectionTime: number | undefined
      let lastEventId = ''
      const parser = createParser({
        onEvent: ({ event, data, id }) => events.push({ event, data, id }),
        onComment: (comment) => comments.push(comment),
        onRetry: (time) => {
          reconnectionTime = time
        },
        onId: (id) => {
          lastEventId = id
        },
      })
      const decoder = new TextDecoder('utf-8', { ignoreBOM })
      for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }))
      parser.feed(decoder.decode())
      return { events, comments, reconnectionTime, lastEventId }
    },
  }
}
