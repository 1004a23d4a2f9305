import type { JSONObject } from './json-object.ts'
import type { ResponseText } from './response-text.ts'

/** The text that an event was about, until another event may have moved it. */
export interface HotText {
  readonly event: JSONObject
  readonly text: ResponseText
  /** The id of its events is the item's. */
  readonly isNamed: boolean
}

// More texts than come in turns; the events of those that are remembered are kept.
const MAX_TEXTS = 256

/**
 * The texts that grow just now: a piece that goes on with one of them need not be looked at any further.
 * Texts in turns, of six items, took 3.5 times as long (Node 26) where only the last one was known.
 */
export class HotTexts {
  #last: HotText | undefined
  // By the ids of items. What other ids are about may change with any event.
  readonly #byId: Map<unknown, HotText> = new Map()

  /** The text that an event goes on with, if that is known. */
  of(event: JSONObject): HotText | undefined {
    if (isAbout(this.#last, event)) return this.#last
    const hot = this.#byId.get(event['item_id'])
    return (this.#last = isAbout(hot, event) ? hot : undefined)
  }

  set(hot: HotText): void {
    this.#last = hot
    if (this.#byId.size === MAX_TEXTS) this.#byId.clear()
    if (hot.isNamed) this.#byId.set(hot.event['item_id'], hot)
  }

  clear(): void {
    this.#last = undefined
    this.#byId.clear()
  }
}

// Whether an event is about the text that another one was about, also when they do not say.
function isAbout(hot: HotText | undefined, event: JSONObject): boolean {
  if (!hot) return false
  const other = hot.event
  return (
    event['type'] === other['type'] &&
    event['output_index'] === other['output_index'] &&
    event['item_id'] === other['item_id'] &&
    event['content_index'] === other['content_index'] &&
    event['summary_index'] === other['summary_index'] &&
    event['command_index'] === other['command_index']
  )
}
