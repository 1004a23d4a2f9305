import type { TextChange } from './growing-text.ts'
import { textOf } from './json-object.ts'
import type { ResponseTexts } from './response-texts.ts'
import type { TextChannel } from './response-text-channel.ts'
import type { FollowedText } from './text-delta.ts'

/**
 * An update about a text: more of it, or that it is whole. A plain one, but for the text that it is
 * about, which cannot be seen from outside.
 */
export class ResponseTextUpdate {
  readonly #item: ResponseTexts
  readonly #channel: TextChannel
  readonly #position: number
  readonly type: string
  declare readonly output_index?: number
  declare readonly name?: string
  declare readonly delta?: string
  readonly snapshot: string
  declare readonly replaces?: true

  constructor(
    item: ResponseTexts,
    channel: TextChannel,
    position: number,
    { delta, snapshot, replaces }: Partial<TextChange> & { readonly snapshot: string },
  ) {
    this.#item = item
    this.#channel = channel
    this.#position = position
    this.type = delta === undefined ? channel.done : channel.delta
    if (channel.item !== 'audio') this.output_index = item.index
    if (channel.index !== undefined) (this as Record<string, unknown>)[channel.index] = position
    if (channel.item === '') this.name = channel.field
    else if (channel.isOfCall) this.name = textOf(item.live['name'])
    if (delta !== undefined) this.delta = delta
    this.snapshot = snapshot
    if (replaces === true) this.replaces = true
  }

  /** The text that an update is about; undefined for a copy of one, which says nothing about that. */
  static textOf(update: object): FollowedText | undefined {
    return #item in update ? update.#item.follow(update.#channel, update.#position) : undefined
  }
}
