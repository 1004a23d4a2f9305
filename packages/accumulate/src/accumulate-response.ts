import type { ResponseStreamEvent } from '@sse/responses'
import type { AccumulationResult } from './accumulation-result.ts'
import type { NoTools } from './parsed-chat-completion.ts'
import type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
import { ResponseAccumulator, type ResponseResultOptions } from './response-accumulator.ts'
import type { ParsedResponse } from './response-parsed.ts'
import { withPartialResponse } from './response-partial.ts'
import { completionOf, isDecoded, isVouchedFor } from './stream-evidence.ts'

/** Settings of `accumulateResponse`, `responseUpdates` and their twins. */
export interface AccumulateResponseOptions<
  Parsed = never,
  Tools extends object = NoTools,
> extends ResponseAccumulatorOptions<Parsed, Tools> {
  /**
   * Whether the items, having ended without an error and without an event that ends the response, are
   * those of a complete stream; a function is called then. Default: the iterable's own `complete` if it
   * has one, true for the iterables of `decodeEventStream` and so of `decodeResponsesStream`, which
   * fail where a stream is cut off; else false.
   */
  readonly complete?: boolean | (() => boolean) | undefined
}

/** Events, as an array, a generator or a stream gives them. */
export type ResponseItems = Iterable<ResponseStreamEvent> | AsyncIterable<ResponseStreamEvent>

/**
 * Adds the events of one stream up to its response.
 *
 * Rejects with what the iterable throws, the same object, and with what `ResponseAccumulator.finish`
 * throws. In both cases what had arrived is the error's `partial`: see `partialResponse`.
 */
export async function accumulateResponse<Parsed = never, Tools extends object = NoTools>(
  items: ResponseItems,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): Promise<ParsedResponse<Parsed, Tools>> {
  const accumulator = new ResponseAccumulator(options)
  const end = await readAll(accumulator, items, options.complete)
  if ('error' in end) throw withPartialResponse(end.error, accumulator.snapshot)
  await accumulator.validate(end)
  return accumulator.finish(end)
}

/**
 * The same without a throw: how the stream ended, and what came of it. Anything that
 * `accumulateResponse` rejects with is the `error` of the result.
 */
export async function accumulateResponseResult<Parsed = never, Tools extends object = NoTools>(
  items: ResponseItems,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): Promise<AccumulationResult<ParsedResponse<Parsed, Tools>>> {
  const accumulator = new ResponseAccumulator(options)
  const end = await readAll(accumulator, items, options.complete)
  if ('error' in end) {
    const error = end.error ?? new Error('No error', { cause: end.error })
    return accumulator.result({ error })
  }
  await accumulator.validate(end)
  return accumulator.result(end)
}

/** The synchronous twin of `accumulateResponse`. Throws what that rejects with. */
export function accumulateResponseSync<Parsed = never, Tools extends object = NoTools>(
  items: Iterable<ResponseStreamEvent>,
  options: AccumulateResponseOptions<Parsed, Tools> = {},
): ParsedResponse<Parsed, Tools> {
  const accumulator = new ResponseAccumulator(options)
  let complete: boolean | undefined
  try {
    for (const event of items) accumulator.push(event)
    complete = isVouchedFor(items, options.complete)
  } catch (error) {
    throw withPartialResponse(error, accumulator.snapshot)
  }
  return accumulator.finish({ complete })
}

async function readAll(
  accumulator: Pick<ResponseAccumulator, 'push'>,
  items: ResponseItems,
  complete: boolean | (() => boolean) | undefined,
): Promise<ResponseResultOptions> {
  try {
    if (isDecoded(items)) {
      // One wait for each network chunk, not for each item.
      await (items as unknown as EachEvent).each((event) => {
        accumulator.push(event)
      })
    } else {
      for await (const event of items) accumulator.push(event)
    }
    return { complete: isVouchedFor(items, complete), evidence: completionOf(items) }
  } catch (error) {
    return { error }
  }
}

interface EachEvent {
  each(onValue: (event: ResponseStreamEvent) => void): Promise<void>
}
