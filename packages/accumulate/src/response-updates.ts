import type { Response, ResponseStreamEvent } from '@sse/responses'
import type { AccumulateResponseOptions, ResponseItems } from './accumulate-response.ts'
import type { NoTools } from './parsed-chat-completion.ts'
import { ResponseAccumulator } from './response-accumulator.ts'
import type { ParsedResponse } from './response-parsed.ts'
import { withPartialResponse } from './response-partial.ts'
import type { ResponseUpdate } from './response-update.ts'
import { isVouchedFor } from './stream-evidence.ts'
import { UpdateIterator } from './update-iterator.ts'

/** The updates of one stream, to be read once. */
export interface ResponseUpdates<
  Parsed = never,
  Tools extends object = NoTools,
> extends AsyncIterable<ResponseUpdate<Parsed, Tools>> {
  /** The response so far: live, so clone it to keep it. After the last update it is the final one. */
  readonly snapshot: Response
  /** Gives the updates one by one; an event is asked for when those of the last one were taken. */
  [Symbol.asyncIterator](): AsyncIterableIterator<ResponseUpdate<Parsed, Tools>>
}

/**
 * The updates that the events of one stream amount to, and at its end those that settle everything.
 *
 * Leaving the loop ends the iteration of `items`. Fails with what `items` throws, the same object, and
 * after the last update with what `accumulateResponse` rejects with at the end; what had arrived is the
 * error's `partial`, see `partialResponse`.
 */
export function responseUpdates<Parsed = never, Tools extends object = NoTools>(
  items: ResponseItems,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): ResponseUpdates<Parsed, Tools> {
  const accumulator = new ResponseAccumulator(options)
  let used = false
  return {
    get snapshot() {
      return accumulator.snapshot
    },
    [Symbol.asyncIterator]() {
      if (used) throw new TypeError('The updates of a stream can be read once, and these were')
      used = true
      return new UpdateIterator({
        items,
        machine: accumulator,
        complete: options.complete,
        failed: (error) => withPartialResponse(error, accumulator.snapshot),
      })
    },
  }
}

/** The synchronous twin of `responseUpdates`: throws what that fails with, and returns the response. */
export function* responseUpdatesSync<Parsed = never, Tools extends object = NoTools>(
  items: Iterable<ResponseStreamEvent>,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): Generator<ResponseUpdate<Parsed, Tools>, ParsedResponse<Parsed, Tools>, undefined> {
  const accumulator = new ResponseAccumulator(options)
  try {
    // No `yield*`: a list cannot be thrown into, as a generator can.
    for (const event of items) for (const update of accumulator.push(event)) yield update
    const complete = isVouchedFor(items, options.complete)
    for (const update of accumulator.finishUpdates({ complete })) yield update
    return accumulator.finish()
  } catch (error) {
    throw withPartialResponse(error, accumulator.snapshot)
  }
}
