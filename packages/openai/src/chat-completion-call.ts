import { type ChatCompletionChunk, ChatDecoder, type ChatDecoderOptions } from '@sse/chat'
import type { DecodingOptions } from '@sse/client'
import { type Call, checkStreamed } from './call.ts'
import type { ChatCompletionCreateParamsStreaming } from './chat-completion-create-params.ts'

interface EndedChoice {
  readonly finish_reason: string | null
}

type Decoding = DecodingOptions<ChatCompletionChunk>

/** `POST /chat/completions`. Throws a `TypeError` when no stream is asked for. */
export function chatCompletionCall(params: ChatCompletionCreateParamsStreaming): Call {
  checkStreamed(params)
  return { path: '/chat/completions', body: params }
}

/** How the answer is read, and what it amounts to by what the accumulator has of it. */
export function chatCompletionDecoding(
  settings: ChatDecoderOptions & Pick<Decoding, 'isContent'>,
  accumulator: { readonly snapshot: { readonly choices: readonly EndedChoice[] } },
): Required<Pick<Decoding, 'decoder' | 'isContent' | 'ending'>> {
  return {
    decoder: () => new ChatDecoder(settings),
    isContent: settings.isContent ?? isContent,
    ending: () => (accumulator.snapshot.choices.some(isCut) ? 'incomplete' : 'completed'),
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

function isCut({ finish_reason: reason }: EndedChoice): boolean {
  return reason === 'length' || reason === 'content_filter'
}
