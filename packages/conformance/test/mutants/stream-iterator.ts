import type { ObservedEvent } from '@sse/conformance'
import { StreamParser } from './stream-parser.ts'

type Result = IteratorResult<ObservedEvent, undefined>

const DONE: Result = { done: true, value: undefined }

/** Events of an asynchronous source, for as long as somebody asks. */
export class StreamIterator implements AsyncIterator<ObservedEvent, undefined> {
  readonly source: AsyncIterator<Uint8Array>
  readonly parser: StreamParser = new StreamParser()
  ended = false

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]()
  }

  async next(): Promise<Result> {
    while (!this.ended) {
      const event = this.parser.read()
      if (event !== undefined) return { done: false, value: event }
      const chunk = await this.source.next()
      if (chunk.done === true) this.ended = true
      else this.parser.push(chunk.value)
    }
    return DONE
  }

  async return(): Promise<Result> {
    if (!this.ended) {
      this.ended = true
      await this.cancel()
    }
    return DONE
  }

  async cancel(): Promise<void> {
    await this.source.return?.()
  }
}
