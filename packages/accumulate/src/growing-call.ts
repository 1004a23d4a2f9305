import { appendText, replaceText, type TextChange } from './growing-text.ts'
import { type JSONObject, textOf } from './json-object.ts'
import { JSONScan } from './json-scan.ts'

/**
 * The name and the text of a call, a function's `arguments` or a custom tool's `input`, as they grow
 * in the live object `body`.
 */
export class GrowingCall {
  readonly body: JSONObject
  readonly #key: 'arguments' | 'input'
  readonly #scan: JSONScan = new JSONScan()
  /** The finish reason that came after its last piece; `''` while there is none. */
  reason: string

  constructor(body: JSONObject, key: 'arguments' | 'input', reason = '') {
    this.body = body
    this.#key = key
    this.reason = reason
    body['name'] ??= ''
    body[key] ??= ''
    this.#scan.take(this.text)
  }

  get name(): string {
    return this.body['name'] as string
  }

  get text(): string {
    return this.body[this.#key] as string
  }

  /** The text is a whole JSON object or array, as far as brackets tell. */
  get whole(): boolean {
    return this.#scan.whole
  }

  /** Whether another call begins with this name: it is not this one's, nor a further piece of it. */
  isOther(name: string): boolean {
    if (name === '' || name === this.name || this.name === '' || this.text === '') return false
    return this.whole || !name.startsWith(this.name)
  }

  /**
   * Takes a name. Servers send it once, on every piece, in growing length, or piece by piece; once
   * there is text, no name is a piece of it any more.
   */
  takeName(name: string): void {
    if (name === '' || name === this.name) return
    if (name.startsWith(this.name)) this.body['name'] = name
    else if (this.text === '') this.body['name'] = this.name + name
  }

  /** Takes a piece of text, or a whole value that is none: that replaces what was there. */
  takeText(value: unknown): TextChange | undefined {
    if (value === null || value === undefined) return undefined
    const isPiece = typeof value === 'string' && !this.#isPlaceholder(value)
    const change = isPiece
      ? appendText(this.text, value)
      : replaceText(this.text, typeof value === 'string' ? value : JSON.stringify(value))
    if (change === undefined) return undefined
    if (change.replaces) this.#scan.reset()
    this.#scan.take(change.delta)
    this.body[this.#key] = change.snapshot
    return change
  }

  // A server may send `{}` first and then the arguments (qwen-code#6240). Together they are no JSON.
  #isPlaceholder(piece: string): boolean {
    return this.text === '{}' && textOf(piece).trimStart().startsWith('{')
  }
}
