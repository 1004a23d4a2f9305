import type { DecodingOptions } from '@sse/client'
import {
  type Response,
  ResponsesDecoder,
  type ResponsesDecoderOptions,
  type ResponseStreamEvent,
} from '@sse/responses'
import { TruncatedStreamError } from '@sse/core/decoder'
import { type Call, checkStreamed } from './call.ts'
import type { ResponseCreateParamsStreaming } from './response-create-params.ts'
import type { ResponseRetrieveParamsStreaming } from './response-retrieve-params.ts'

type Decoding = DecodingOptions<ResponseStreamEvent>

/** `POST /responses`. Throws a `TypeError` when no stream is asked for. */
export function createResponseCall(params: ResponseCreateParamsStreaming): Call {
  checkStreamed(params)
  return { path: '/responses', body: params }
}

/** `GET /responses/{id}`. Throws a `TypeError` when no stream is asked for, or the ID is missing. */
export function retrieveResponseCall(id: string, params: ResponseRetrieveParamsStreaming): Call {
  checkStreamed(params)
  return { path: pathOf(id), query: { ...params } }
}

/** `POST /responses/{id}/cancel`. Throws a `TypeError` when the ID is missing. */
export function cancelResponseCall(id: string): Call {
  return { path: `${pathOf(id)}/cancel`, body: {} }
}

/** How the answer is read, and what it amounts to by the status that the response has in the end: cut off when that is none of an end. */
export function responseDecoding(
  settings: ResponsesDecoderOptions & Pick<Decoding, 'isContent'>,
  status: () => Response['status'],
): Required<Pick<Decoding, 'decoder' | 'isContent' | 'ending'>> {
  return {
    decoder: () => new ResponsesDecoder(settings),
    isContent: settings.isContent ?? isContent,
    ending: () => endingOf(status()),
  }
}

// A map: a server may send any text.
const ENDINGS: ReadonlyMap<unknown, 'completed' | 'incomplete' | 'failed'> = new Map([
  ['completed', 'completed'],
  ['incomplete', 'incomplete'],
  ['cancelled', 'incomplete'],
  ['failed', 'failed'],
] as const)

// Whatever else says that the stream is whole: without an event that ends it the response is not.
function endingOf(status: unknown): 'completed' | 'incomplete' | 'failed' {
  const ending = ENDINGS.get(status)
  if (ending === undefined) throw new TruncatedStreamError('no-end-marker')
  return ending
}

// What the user is to see comes in pieces, and whole behind them; all else tells how far it is.
function isContent(event: ResponseStreamEvent): boolean {
  return /\.(?:delta|done|partial_image)$/.test(event.type === 'unknown' ? event.name : event.type)
}

function pathOf(id: unknown): string {
  // No text, as JavaScript may pass it, and a path that leads elsewhere.
  if (typeof id !== 'string' || /^\.*$/.test(id))
    throw new TypeError('The ID of a response is missing')
  return `/responses/${encodeURIComponent(id)}`
}
