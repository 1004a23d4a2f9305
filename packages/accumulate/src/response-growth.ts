import type { AccumulationOutcome } from './accumulation-result.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseCheckpoint } from './response-checkpoint.ts'
import { isEmpty } from './response-form.ts'
import { ResponseItem } from './response-item.ts'
import { ResponseOutputEvents } from './response-output-events.ts'
import { ResponseOutput } from './response-output.ts'
import { eachText } from './response-text-channel.ts'
import { ResponseSequence } from './response-sequence.ts'

// How a response has ended, by its status. `queued` and `in_progress` are no ends.
const ENDS: Readonly<Record<string, Exclude<AccumulationOutcome, 'truncated'>>> = {
  completed: 'completed',
  incomplete: 'incomplete',
  cancelled: 'incomplete',
  failed: 'failed',
}

/** A response as it grows, from the events about it and about its output. */
export class ResponseGrowth {
  /** The response. */
  readonly live: JSONObject = {
    id: '',
    object: 'response',
    created_at: 0,
    status: 'in_progress',
    model: '',
  }
  readonly output: ResponseOutput
  readonly #audio: ResponseItem
  // What has changed since somebody asked.
  #updates: object[] = []
  readonly #sequence: ResponseSequence
  readonly #events: ResponseOutputEvents
  /** The event that reported an error; undefined when there was none. */
  failed: unknown
  /** The type of the event that ended the response, `''` when something else did. */
  end: string | undefined

  constructor(isResumed: boolean, checkpoint?: ResponseCheckpoint) {
    const { live } = this
    const output: unknown[] = []
    if (checkpoint !== undefined) {
      const kept = checkpoint.response as unknown as JSONObject
      for (const key of Object.keys(kept)) if (isField(key)) live[key] = kept[key]
      if (Array.isArray(kept['output'])) output.push(...(kept['output'] as unknown[]))
      this.failed = checkpoint.failed ?? undefined
      this.end = checkpoint.end ?? undefined
    }
    const tell = (update: object): void => {
      this.#updates.push(update)
    }
    this.output = new ResponseOutput(tell, output, checkpoint?.items)
    const make = (key: string, get: () => unknown): void => {
      Object.defineProperty(live, key, { get, enumerable: true, configurable: true })
    }
    make('output', () => this.output.live)
    make('output_text', () => textIn(this.output.live))
    const { texts, state } = checkpoint?.audio ?? {}
    // No field of a response is for audio: it is in updates only.
    this.#audio = new ResponseItem(tell, -1, null, { ...texts, type: 'audio' }, state)
    this.#events = new ResponseOutputEvents(this.output, this.#audio)
    this.#sequence = new ResponseSequence(isResumed, checkpoint?.sequence)
  }

  get checkpoint(): ResponseCheckpoint {
    const audio = this.#audio
    const checkpoint = {
      version: 1,
      response: this.live,
      items: this.output.items.map(({ state }) => state),
      sequence: this.#sequence.state,
      audio: { texts: audio.live, state: audio.state },
      failed: this.failed ?? null,
      end: this.end ?? null,
    }
    return JSON.parse(JSON.stringify(checkpoint)) as ResponseCheckpoint
  }

  /** How the response has ended; undefined while it goes on. */
  get outcome(): Exclude<AccumulationOutcome, 'truncated'> | undefined {
    if (this.failed !== undefined) return 'failed'
    return this.end === undefined ? undefined : ENDS[this.live['status'] as string]
  }

  /** The number of the last event; undefined when it is not known. */
  get cursor(): number | undefined {
    return this.#sequence.cursor
  }

  /** What has changed since the last time. */
  takeUpdates(): object[] {
    const updates = this.#updates
    this.#updates = []
    return updates
  }

  /** Takes the next event. What comes after the end of the response is no part of it. */
  take(event: JSONObject): void {
    if (this.end !== undefined) return
    let type = textOf(event['type'])
    let wire = event
    let payload: unknown = event
    if (type === 'unknown') {
      type = textOf(event['name'])
      payload = event['payload']
      wire = { ...(isObject(payload) && payload), type }
    }
    if (this.#sequence.repeats(event)) return
    const { response } = wire
    const verb = type.startsWith('response.') ? type.slice(9) : ''
    if (isObject(response) || Object.hasOwn(ENDS, verb)) {
      this.#takeResponse(type, verb, response)
    } else if (type === 'error') this.failed ??= wire
    // Nothing that comes of a response that has failed makes anything of it whole.
    else if (this.failed !== undefined || type === 'keepalive') return
    else if (!this.#events.take(type, wire)) {
      this.#updates.push({ type: 'unknown', name: type, payload })
    }
  }

  /** The response has ended: all that it has is what it will have. */
  conclude(type: string, status: string): void {
    const { live } = this
    this.end = type
    live['status'] = status
    const isWhole = status === 'completed' && this.failed === undefined
    for (const item of this.output.items) {
      // A call of which nothing but its name ever came was not made (hermes-agent#110975).
      if (!isWhole || item.ended || (item.kind !== undefined && !item.isConfirmed)) continue
      if (item.live['status'] === 'in_progress') item.live['status'] = status
      item.end()
    }
    if (isWhole) {
      const audio = this.#audio
      eachText(audio.live, (channel) => audio.text(channel, 0).settle())
    }
    for (const key of ['output', 'output_text']) {
      const value = live[key]
      Object.defineProperty(live, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
  }

  // An event about the response itself carries what there is of it.
  #takeResponse(type: string, verb: string, response: unknown): void {
    const { live } = this
    const form: JSONObject = isObject(response) ? response : {}
    const before = live['status']
    for (const key of Object.keys(form)) {
      const isSaid = !isEmpty(form[key]) || isEmpty(live[key])
      // Copilot gives the response another id at its end, too.
      if (isField(key) && isSaid && !(key === 'id' && live[key] !== '')) live[key] = form[key]
    }
    if (isObject(form['usage'])) this.#updates.push({ type: 'usage', usage: form['usage'] })
    const said = textOf(form['status'])
    const isEnd = Object.hasOwn(ENDS, verb)
    // The event may say more than the status, and the status more than `response.completed`.
    const status = isEnd && !(verb === 'completed' && Object.hasOwn(ENDS, said)) ? verb : said
    const { output } = form
    if (Array.isArray(output)) {
      const isWell = isEnd && this.failed === undefined
      this.#events.takeAll(output, isEnd, (item) => isWell && isOver(item, status))
    }
    if (isEnd) this.conclude(type, status)
    else if (live['status'] !== before || verb === 'created') {
      this.#updates.push({ type: 'response.status', status: live['status'], snapshot: live })
    }
  }
}

// Whether an item in the output of a response that has ended is over, too, and was not cut off by that.
function isOver({ status: said }: JSONObject, status: string): boolean {
  return said === 'completed' || (status === 'completed' && said !== 'in_progress')
}

// What is not kept apart from the rest.
function isField(key: string): boolean {
  return key !== 'output' && key !== 'output_text' && key !== '__proto__'
}

function textIn(output: readonly unknown[]): string {
  let text = ''
  for (const item of output) {
    if (!isObject(item) || item['type'] !== 'message' || !Array.isArray(item['content'])) continue
    for (const part of item['content'] as unknown[]) {
      if (isObject(part) && part['type'] === 'output_text') text += textOf(part['text'])
    }
  }
  return text
}
