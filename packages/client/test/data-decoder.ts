import type { ServerSentEvent } from '@sse/core'
import { type EventDecoder, TruncatedStreamError } from '@sse/core/decoder'

/** Gives the data of each event; `[DONE]` ends it, and only that. A `ping` carries no item. */
export class DataDecoder implements EventDecoder<string> {
  done = false

  get complete(): boolean {
    return this.done
  }

  get completion(): string | undefined {
    return this.done ? 'done-sentinel' : undefined
  }

  decode(event: ServerSentEvent): string | undefined {
    this.done = event.data === '[DONE]'
    return this.done || event.event === 'ping' ? undefined : event.data
  }

  finish(): void {
    if (!this.done) throw new TruncatedStreamError('no-end-marker')
  }
}

/** Reads a stream to its end, and gives what came and what it ended with. */
export async function readAll<Item>(
  source: AsyncIterable<Item>,
): Promise<{ readonly items: Item[]; readonly error: unknown }> {
  const items: Item[] = []
  try {
    for await (const item of source) items.push(item)
  } catch (error) {
    return { items, error }
  }
  return { items, error: undefined }
}
