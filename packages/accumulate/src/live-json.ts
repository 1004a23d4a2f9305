import type { ChatUpdateOf } from './chat-update.ts'
import type { JSONValue } from './json-value.ts'
import type { PartialJsonError } from './partial-json-error.ts'
import { PartialJson } from './partial-json.ts'
import { type FollowedText, TextDelta } from './text-delta.ts'

/** An update about text that may be JSON. */
export type JSONTextUpdate = ChatUpdateOf<
  'content.delta' | 'tool_call.arguments.delta' | 'function_call.arguments.delta'
>

/** What there is of a JSON text that is still arriving: live, so the same object tells more later. */
export interface LiveJson {
  /**
   * The value so far, undefined before there is any. Arrays and objects grow in place: clone what you
   * want to keep. What came before an error stays.
   */
  readonly value: JSONValue | undefined
  /** The text is one whole JSON value. */
  readonly complete: boolean
  /** What is wrong with the text, if it cannot become JSON any more. */
  readonly error: PartialJsonError | undefined
  /** Whether what is at a path of keys and indices is final: see `PartialJson`. */
  isComplete(path: readonly (string | number)[]): boolean
}

const FOLLOWERS: WeakMap<FollowedText, Follower> = new WeakMap()

/**
 * The arguments of a tool call, or the content when it is JSON, as a value that grows with every
 * update. The first look at a text reads what there is of it; from then on each piece costs what the
 * piece costs, and calling this again gives the same object. Texts that nobody looks at cost nothing.
 *
 * Broken JSON throws nothing: see `error`. For a copy of an update, as from another thread, it reads
 * the whole `snapshot` each time.
 */
export function liveJson(update: JSONTextUpdate): LiveJson {
  const text = TextDelta.textOf(update) ?? { text: update.snapshot }
  let follower = FOLLOWERS.get(text)
  if (follower === undefined) {
    follower = new Follower(text)
    FOLLOWERS.set(text, follower)
  }
  return follower
}

class Follower implements LiveJson {
  #json = new PartialJson()
  #error: PartialJsonError | undefined

  constructor(followed: FollowedText) {
    this.#push(followed.text)
    followed.onChange = ({ delta, replaces }) => {
      if (replaces) {
        this.#json = new PartialJson()
        this.#error = undefined
      }
      this.#push(delta)
    }
  }

  get value(): JSONValue | undefined {
    return this.#json.value
  }

  get complete(): boolean {
    return this.#json.complete
  }

  get error(): PartialJsonError | undefined {
    return this.#error
  }

  isComplete(path: readonly (string | number)[]): boolean {
    return this.#json.isComplete(path)
  }

  #push(text: string): void {
    if (this.#error !== undefined) return
    try {
      this.#json.push(text)
    } catch (error) {
      this.#error = error as PartialJsonError
    }
  }
}
