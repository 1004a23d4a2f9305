import type { Response } from '@sse/responses'
import type { AccumulationOutcome } from './accumulation-result.ts'
import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseCheckpoint } from './response-checkpoint.ts'
import { isEmpty } from './response-form.ts'
import { ResponseItem } from './response-item.ts'
import { ResponseOutputEvents } from './response-output-events.ts'
import { outputTextOf } from './response-output-text.ts'
import { ResponseOutput } from './response-output.ts'
import { eachText } from './response-text-channel.ts'
import { ResponseSequence } from './response-sequence.ts'

type End = Exclude<AccumulationOutcome, 'truncated'>

/** A response as it grows, from the events about it and about its output. */
export class ResponseGrowth {
  readonly output: ResponseOutput
  /** The response. */
  readonly live: JSONObject
  // No field of a response is for audio: it is in updates only.
  readonly #audio: ResponseItem
  readonly #sequence: ResponseSequence
  readonly #events: ResponseOutputEvents
  // What has changed since somebody asked.
  #updates: object[] = []
  /** The event that reported an error; null when there was none. */
  failed: unknown
  /** The type of the event that ended the response, `''` when something else did; null while it goes on. */
  end: string | null
  // The last that the server has sent.
  #status: string | null

  constructor(isResumed: boolean, checkpoint?: ResponseCheckpoint) {
    const { response, items, sequence, audio, failed, end, status } = checkpoint ?? {}
    const tell = (update: object): void => {
      this.#updates.push(update)
    }
    const output = new ResponseOutput(tell, response?.output as object as JSONObject[], items)
    this.output = output
    this.live = {
      id: '',
      object: 'response',
      created_at: 0,
      status: 'in_progress',
      model: '',
      get output() {
        return output.live
      },
      get output_text() {
        return outputTextOf(output.live)
      },
    }
    this.#keep({ ...response })
    this.#status = status ?? null
    this.failed = failed ?? null
    this.end = end ?? null
    if (this.end === null) this.live['status'] = this.#status ?? 'in_progress'
    this.#audio = new ResponseItem(
      tell,
      audio ?? { index: -1, live: { type: 'audio' }, announced: true },
    )
    this.#events = new ResponseOutputEvents(output, this.#audio)
    this.#sequence = new ResponseSequence(isResumed, sequence)
  }

  /** All that is remembered, to be made JSON. */
  get state(): ResponseCheckpoint {
    const { live, output, failed, end } = this
    return {
      version: 2,
      response: live as object as Response,
      items: output.begun.map(({ state }) => state),
      sequence: this.#sequence.state,
      audio: this.#audio,
      failed,
      end,
      status: this.#status,
    }
  }

  /** How the response has ended; undefined while it goes on. */
  get outcome(): End | undefined {
    if (this.failed !== null) return 'failed'
    if (this.end === null) return undefined
    const status = textOf(this.live['status'])
    return status === 'cancelled' ? 'incomplete' : isEnd(status) ? (status as End) : 'completed'
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
    if (this.end !== null) return
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
    if (isObject(response) || isEnd(verb)) this.#takeResponse(type, verb, response)
    else if (type === 'error') this.failed ??= wire
    // Nothing that comes of a response that has failed makes anything of it whole.
    else if (this.failed !== null || type === 'keepalive') return
    else if (!this.#events.take(wire)) {
      this.#updates.push({ type: 'unknown', name: type, payload })
    }
  }

  /**
   * The stream has ended, but no event has ended the response. It is whole when somebody vouches for it,
   * but for what only the server can say of its items; the status is the last that the server has sent.
   */
  close(isVouchedFor: boolean | undefined): void {
    if (this.outcome) return
    if (isVouchedFor) this.#conclude('', this.#status ?? 'completed')
    else this.live['status'] = this.#status ?? 'incomplete'
  }

  // The response has ended: all that it has is what it will have.
  #conclude(type: string, status: string): void {
    const { live } = this
    this.end = type
    live['status'] = status
    if (this.outcome === 'completed') {
      for (const item of this.output.items) {
        // A call of which nothing but its name ever came was not made (hermes-agent#110975).
        if (item.ended || (item.kind && !item.isConfirmed)) continue
        if (type === '' && item.isOpen) continue
        const isStated = type !== '' || !item.announced
        if (isStated && item.live['status'] === 'in_progress') item.live['status'] = 'completed'
        item.end()
      }
      const audio = this.#audio
      eachText(audio.live, (channel) => audio.text(channel, 0).settle())
    }
    for (const key of ['output', 'output_text']) {
      Object.defineProperty(live, key, { value: live[key], writable: true })
    }
  }

  // An event about the response itself carries what there is of it.
  #takeResponse(type: string, verb: string, response: unknown): void {
    const { live } = this
    const form: JSONObject = isObject(response) ? response : {}
    const before = live['status']
    this.#keep(form)
    const { usage, output } = form
    if (isObject(usage)) this.#updates.push({ type: 'usage', usage })
    const said = textOf(form['status'])
    if (said !== '') this.#status = said
    const isLast = isEnd(verb)
    // The event may say more than the status, and the status more than `response.completed`.
    const status = isLast && !(verb === 'completed' && isEnd(said)) ? verb : said
    if (Array.isArray(output)) {
      const isWell = isLast && this.failed === null
      this.#events.takeAll(output, isLast, (item) => isWell && isOver(item, status))
    }
    if (isLast) this.#conclude(type, status)
    else if (live['status'] !== before || verb === 'created') {
      this.#updates.push({ type: 'response.status', status: live['status'], snapshot: live })
    }
  }

  // Takes what is said, but for what is kept apart from the rest.
  #keep(form: JSONObject): void {
    const { live } = this
    for (const key of Object.keys(form)) {
      const isField = key !== 'output' && key !== 'output_text' && key !== '__proto__'
      const isSaid = !isEmpty(form[key]) || isEmpty(live[key])
      // Copilot gives the response another id at its end, too.
      if (isField && isSaid && !(key === 'id' && live[key] !== '')) live[key] = form[key]
    }
  }
}

// Whether a status is that of a response that has ended. `queued` and `in_progress` are no ends.
function isEnd(status: string): boolean {
  return /^(?:completed|incomplete|cancelled|failed)$/.test(status)
}

// Whether an item in the output of a response that has ended is over, too, and was not cut off by that.
function isOver({ status: said }: JSONObject, status: string): boolean {
  return said === 'completed' || (status === 'completed' && said !== 'in_progress')
}
