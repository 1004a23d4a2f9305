// What may be asked for is what the official client takes: both ways, but for what is listed. A field that is added or
// taken away there, or here, stops the compiler.

import type { ChatCompletionCreateParamsStreaming as OfficialChat } from 'openai/resources/chat/completions'
import type {
  ResponseCreateParamsStreaming as OfficialCreate,
  ResponseIncludable as OfficialIncludable,
  ResponseRetrieveParamsStreaming as OfficialRetrieve,
} from 'openai/resources/responses/responses'
import type {
  ChatCompletionCreateParamsStreaming,
  ResponseCreateParamsStreaming,
  ResponseIncludable,
  ResponseRetrieveParamsStreaming,
} from '@sse/openai'

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
/** The names of the fields that one has and the other does not. */
type Lost<A, B> = Exclude<keyof A, keyof B>
type DeepReadonly<T> = T extends string
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T
/** The fields of which not every value of `A` is one of `B`. */
type Unfit<A, B> = {
  [Key in keyof A & keyof B]: A[Key] extends B[Key] ? never : Key
}[keyof A & keyof B]

export const sameFields: [
  Equal<Lost<OfficialChat, ChatCompletionCreateParamsStreaming>, never>,
  Equal<Lost<ChatCompletionCreateParamsStreaming, OfficialChat>, never>,
  Equal<Lost<OfficialCreate, ResponseCreateParamsStreaming>, never>,
  Equal<Lost<ResponseCreateParamsStreaming, OfficialCreate>, never>,
  Equal<Lost<OfficialRetrieve, ResponseRetrieveParamsStreaming>, never>,
  Equal<Lost<ResponseRetrieveParamsStreaming, OfficialRetrieve>, never>,
  Equal<Exclude<OfficialIncludable, ResponseIncludable>, never>,
] = [true, true, true, true, true, true, true]

/** Whatever the official client takes is taken. */
export const takesAll: [
  Equal<Unfit<DeepReadonly<OfficialChat>, ChatCompletionCreateParamsStreaming>, never>,
  Equal<Unfit<DeepReadonly<OfficialCreate>, ResponseCreateParamsStreaming>, never>,
  Equal<Unfit<DeepReadonly<OfficialRetrieve>, ResponseRetrieveParamsStreaming>, never>,
] = [true, true, true]
