import { cutOf } from '@sse/accumulate/finish-reason'
import { type ChatCompletionChunk, ChatDecoder, type ChatDecoderOptions } from '@sse/chat'
import type { DecodingOptions } from '@sse/client'
import { upstreamErrorOf } from '@sse/core/json-decoder'
import { type Call, checkStreamed } from './call.ts'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'
import type { FinishReason } from './finish-reasons.ts'

type Decoding = DecodingOptions<ChatCompletionChunk>

/** `POST /chat/completions`. Throws a `TypeError` when no stream is asked for. */
export function chatCompletionCall(params: ChatCompletionCreateParamsStreaming): Call {
  checkStreamed(params)
  return { path: '/chat/completions', body: params }
}

/**
 * How the answer is read, and what it amounts to by the reasons that its choices gave for their ends:
 * of each the first and the last one. One that is an error fails it as an error in a chunk does.
 */
export function chatCompletionDecoding(
  settings: ChatDecoderOptions & Pick<Decoding, 'isContent'>,
  finishReasons: () => Iterable<FinishReason>,
): Required<Pick<Decoding, 'decoder' | 'isContent' | 'ending'>> {
  return {
    decoder: () => new ChatDecoder(settings),
    isContent: settings.isContent ?? isContent,
    ending: () => endingOf(finishReasons()),
  }
}

// Whatever is more than a role; most often it is text.
function isContent({ choices }: ChatCompletionChunk): boolean {
  return choices.some(
    ({ delta }) =>
      Boolean(delta.content) ||
      Object.entries(delta).some(
        ([name, value]) => name !== 'role' && value !== null && value !== '' && value !== undefined,
      ),
  )
}

function endingOf(finishReasons: Iterable<FinishReason>): 'completed' | 'incomplete' {
  let isCut = false
  for (const { code, error } of finishReasons) {
    const cut = typeof code === 'string' ? cutOf(code) : undefined
    if (cut === 'error') throw upstreamErrorOf({ code, error })
    isCut ||= cut !== undefined
  }
  return isCut ? 'incomplete' : 'completed'
}
