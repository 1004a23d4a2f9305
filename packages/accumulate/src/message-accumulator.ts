import type { ChatCompletionAudio } from '@sse/chat'
import { CallsAccumulator, type CallsAccumulatorState } from './calls-accumulator.ts'
import type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
import type { ChatUpdate } from './chat-update.ts'
import { appendParts, appendTextPart, spreadParts } from './content-parts.ts'
import { isExpiring, newAudio, takeAudio } from './growing-audio.ts'
import { appendText, replaceText, shown } from './growing-text.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import { mergeExtras } from './merge-extras.ts'
import {
  REASONING_KEYS,
  ReasoningChannel,
  type ReasoningChannelState,
} from './reasoning-channel.ts'

/** What a checkpoint keeps of a message, beside the message itself. */
export interface MessageAccumulatorState {
  readonly hasGrown: boolean
  readonly hasRole: boolean
  readonly reasoning: ReasoningChannelState
  readonly calls: CallsAccumulatorState
}

type GrowingMessage = JSONObject & { content: string | null; refusal: string | null }

const KNOWN: ReadonlySet<string> = new Set([
  'role',
  'content',
  'refusal',
  'tool_calls',
  'function_call',
  'audio',
  'annotations',
  'content_parts',
  'reasoning_details',
  ...REASONING_KEYS,
])

/** The message of one choice as it grows. */
export class MessageAccumulator {
  /** The message of the completion. */
  readonly live: GrowingMessage
  readonly calls: CallsAccumulator
  readonly #choice: number
  readonly #cumulative: boolean
  readonly #reasoning: ReasoningChannel
  #hasGrown: boolean
  #hasRole: boolean

  /** Begins a message, or goes on with one that was kept. */
  constructor(
    choice: number,
    options: ChatAccumulatorOptions,
    kept?: { readonly message: JSONObject; readonly state: MessageAccumulatorState },
  ) {
    const empty: GrowingMessage = { role: 'assistant', content: null, refusal: null }
    this.live = kept === undefined ? empty : (kept.message as GrowingMessage)
    this.#choice = choice
    this.#cumulative = options.cumulative ?? false
    this.#reasoning = new ReasoningChannel(this.live, kept?.state.reasoning)
    this.calls = new CallsAccumulator(this.live, choice, options, kept?.state.calls)
    this.#hasGrown = kept?.state.hasGrown ?? false
    this.#hasRole = kept?.state.hasRole ?? false
  }

  get state(): MessageAccumulatorState {
    return {
      hasGrown: this.#hasGrown,
      hasRole: this.#hasRole,
      reasoning: this.#reasoning.state,
      calls: this.calls.state,
    }
  }

  /** Something of an answer has come. */
  get hasGrown(): boolean {
    return this.#hasGrown
  }

  /** The last piece of the audio has come, which is an end too: OpenAI gives no finish reason then. */
  get hasWholeAudio(): boolean {
    return isExpiring(this.live['audio'])
  }

  /** Takes a delta, and the text that some servers put beside it. True when it makes the answer longer. */
  take(delta: JSONObject, text: unknown, updates: ChatUpdate[]): boolean {
    const before = updates.length
    const role = textOf(delta['role'])
    if (!this.#hasRole && role !== '') {
      this.#hasRole = true
      this.live['role'] = role
    }
    this.#takeContent(delta, text, updates)
    this.#takeRefusal(textOf(delta['refusal']), updates)
    if (isObject(delta['audio'])) this.#takeAudio(delta['audio'], updates)
    const hasCalls = this.calls.take(delta, updates)
    this.#takeAnnotations(delta['annotations'])
    mergeExtras(this.live, delta, KNOWN)
    const grows = hasCalls || updates.length > before
    if (grows) this.#hasGrown = true
    return grows
  }

  /** The updates that end all but the calls. */
  done(updates: ChatUpdate[]): void {
    const choice = this.#choice
    const { content, refusal, audio } = this.live
    const reasoning = this.#reasoning.text
    if (reasoning !== '') updates.push({ type: 'reasoning.done', choice, snapshot: reasoning })
    if (content !== null) updates.push({ type: 'content.done', choice, snapshot: content })
    if (refusal !== null) updates.push({ type: 'refusal.done', choice, snapshot: refusal })
    if (isObject(audio)) {
      updates.push({ type: 'audio.done', choice, audio: audio as unknown as ChatCompletionAudio })
    }
  }

  #takeContent(delta: JSONObject, text: unknown, updates: ChatUpdate[]): void {
    const choice = this.#choice
    const { content } = delta
    const spread = Array.isArray(content) ? spreadParts(content) : undefined
    // `ChatDecoder` has spread the parts already, and keeps them there.
    const parts = spread === undefined ? delta['content_parts'] : content
    const thinking = this.#reasoning.take(delta, spread?.thinking ?? '', this.#cumulative)
    if (thinking !== undefined)
      updates.push({ type: 'reasoning.delta', choice, ...shown(thinking) })
    const grow = this.#cumulative && !Array.isArray(parts) ? replaceText : appendText
    const piece = spread?.text ?? textOf(content ?? text)
    const change = piece === '' ? undefined : grow(this.live.content ?? '', piece)
    this.#takeParts(parts, change?.delta ?? '')
    if (change === undefined) return
    this.live.content = change.snapshot
    updates.push({ type: 'content.delta', choice, ...shown(change) })
  }

  // The content as parts, once some of it came as parts: what came as text is one of them then.
  #takeParts(parts: unknown, text: string): void {
    let growing = this.live['content_parts'] as JSONObject[] | undefined
    if (Array.isArray(parts)) {
      if (growing === undefined) {
        this.live['content_parts'] = growing = []
        appendTextPart(growing, this.live.content ?? '')
      }
      appendParts(growing, parts)
    } else if (growing !== undefined) {
      appendTextPart(growing, text)
    }
  }

  #takeRefusal(piece: string, updates: ChatUpdate[]): void {
    const change = appendText(this.live.refusal ?? '', piece)
    if (change === undefined) return
    this.live.refusal = change.snapshot
    updates.push({ type: 'refusal.delta', choice: this.#choice, ...shown(change) })
  }

  #takeAudio(piece: JSONObject, updates: ChatUpdate[]): void {
    const choice = this.#choice
    if (!isObject(this.live['audio'])) this.live['audio'] = newAudio()
    const { data, transcript } = takeAudio(this.live['audio'] as JSONObject, piece)
    if (transcript !== undefined) {
      updates.push({ type: 'audio.transcript.delta', choice, ...shown(transcript) })
    }
    if (data !== undefined) updates.push({ type: 'audio.data.delta', choice, ...shown(data) })
  }

  // OpenRouter sends lists, each with what is new. GitHub Copilot sends an object, the whole each time.
  #takeAnnotations(annotations: unknown): void {
    const all = this.live['annotations']
    if (Array.isArray(annotations) && annotations.length > 0) {
      const growing: unknown[] = Array.isArray(all) ? all : (this.live['annotations'] = [])
      for (const annotation of annotations) growing.push(annotation)
    } else if (isObject(annotations) && !Array.isArray(all)) {
      this.live['annotations'] = annotations
    }
  }
}
