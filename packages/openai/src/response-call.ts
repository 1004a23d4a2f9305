import type { DecodingOptions } from '@sse/client'
import {
  type Response,
  ResponsesDecoder,
  type ResponsesDecoderOptions,
  type ResponseStreamEvent,
} from '@sse/responses'
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
  const { include = [], ...query } = params
  const lists = include.map((value, at) => [`include[${at}]`, value] as const)
  return { path: pathOf(id), query: { ...query, ...Object.fromEntries(lists) } }
}

/** `POST /responses/{id}/cancel`. Throws a `TypeError` when the ID is missing. */
export function cancelResponseCall(id: string): Call {
  return { path: `${pathOf(id)}/cancel`, body: {} }
}

/** How the answer is read, and what it amounts to by the status that the response has in the end. */
export function responseDecoding(
  settings: ResponsesDecoderOptions & Pick<Decoding, 'isContent'>,
  status: () => Response['status'],
): Required<Pick<Decoding, 'decoder' | 'isContent' | 'ending'>> {
  return {
    decoder: () => new ResponsesDecoder(settings),
    isContent: settings.isContent ?? isContent,
    ending: () => ENDINGS.get(status()) ?? 'completed',
  }
}

// A map: a server may send any text.
const ENDINGS: ReadonlyMap<unknown, 'incomplete' | 'failed'> = new Map([
  ['incomplete', 'incomplete'],
  ['cancelled', 'incomplete'],
  ['failed', 'failed'],
] as const)

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
