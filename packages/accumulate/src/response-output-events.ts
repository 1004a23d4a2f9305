import { isObject, type JSONObject, textOf } from './json-object.ts'
import { isEmpty } from './response-form.ts'
import type { ResponseItem } from './response-item.ts'
import type { TextPlace } from './response-texts.ts'
import { HotTexts } from './response-hot-texts.ts'
import { indexOf, type ResponseOutput } from './response-output.ts'
import {
  channelOf,
  eachText,
  isFreeField,
  otherChannel,
  type TextChannel,
} from './response-text-channel.ts'

interface Subject {
  readonly stem: string
  readonly verb: string
  readonly channel: TextChannel | undefined
}

// More types than there are; those that are made up are not remembered without end.
const MAX_SUBJECTS = 256

/**
 * What the events about the output do to it.
 *
 * There are no rules for single events, where one will do for many, of which some are not known yet: a
 * `delta` goes on with a text, a `done` replaces it, an item or a part takes the place of the one that
 * there was.
 */
export class ResponseOutputEvents {
  readonly #output: ResponseOutput
  /** The audio, which is in updates only: no field of a response is for it. */
  readonly audio: ResponseItem
  readonly #subjects: Map<string, Subject> = new Map()
  readonly #hot: HotTexts = new HotTexts()

  constructor(output: ResponseOutput, audio: ResponseItem) {
    this.#output = output
    this.audio = audio
  }

  /** Takes an event. False when it says nothing that is known here. */
  take(type: string, event: JSONObject, updates: object[]): boolean {
    const { delta } = event
    const hot = this.#hot.of(type, event)
    if (hot !== undefined && typeof delta === 'string') {
      if (hot.isNamed) this.#output.name(hot.item)
      hot.item.extend(hot.channel, hot.position, hot.place, delta, updates)
      takeLogprobs(hot.item, hot.channel, hot.position, hot.place, event, updates)
      return true
    }
    const { stem, verb, channel } = this.#subjectOf(type)
    const { item, part } = event
    const isWhole = verb === 'done'
    const isForm = isWhole || verb === 'added'
    this.#part(isObject(item) ? item['id'] : event['item_id'], isWhole && event, updates)
    // A piece of another text moves none.
    if (verb !== 'delta' || channel === undefined) this.#hot.clear()
    if (isForm && isObject(item)) {
      const index = indexOf(event['output_index'])
      this.#takeItem(item, index, isWhole, this.#output.same(item, index, isWhole), updates)
    } else if (isForm && isObject(part)) this.#takePart(part, isWhole, event, updates)
    else if (stem === 'shell_call_output_content') this.#takeOutput(isWhole, event, updates)
    else if (stem === 'output_text.annotation') this.#takeAnnotation(event, updates)
    else if (isForm || verb === 'delta')
      return this.#takeText(type, event, stem, verb, channel, updates)
    else return this.#takeStatus(stem, verb, event, updates)
    return true
  }

  /** Takes the output that a response has of its own: what it has in the end comes after all else. */
  takeAll(
    output: readonly unknown[],
    isLast: boolean,
    isOver: (item: JSONObject) => boolean,
    updates: object[],
  ): void {
    for (const form of output) if (isObject(form)) this.#part(form['id'], isLast && form, updates)
    this.#hot.clear()
    const taken = new Set<ResponseItem>()
    const same = (form: unknown, index?: number): ResponseItem | undefined => {
      const item = isObject(form) ? this.#output.same(form, index, true, taken) : undefined
      if (item !== undefined) taken.add(item)
      return item
    }
    // What id and index tell comes before what only the type tells.
    const known = output.map(same)
    for (const [at, form] of output.entries()) {
      if (!isObject(form)) continue
      const item = known[at] ?? same(form)
      if (isLast && item?.ended === true) {
        item.revise(form, updates)
        this.#output.renew(item)
      } else taken.add(this.#takeItem(form, at, isOver(form), item, updates))
    }
  }

  // An event, or a form of an item, may show that what counted as one item is several.
  #part(id: unknown, whole: unknown, updates: object[]): void {
    for (const event of this.#output.part(id, whole, updates)) {
      this.take(textOf(event['type']), event, updates)
    }
  }

  #subjectOf(type: string): Subject {
    let subject = this.#subjects.get(type)
    if (subject === undefined) {
      const [, stem = '', verb = ''] = /^(?:response\.)?(.+)\.(.*)$/s.exec(type) ?? []
      subject = { stem, verb, channel: channelOf(stem) }
      if (this.#subjects.size < MAX_SUBJECTS) this.#subjects.set(type, subject)
    }
    return subject
  }

  // The item that an event is about; if it begins with a piece of it, its start is told, too.
  #of(event: JSONObject, type: string, updates: object[]): ResponseItem {
    const { size } = this.#output
    const item = this.#output.of(event, type)
    return this.#output.size > size ? tellStart(item, updates) : item
  }

  #takeItem(
    form: JSONObject,
    index: number | undefined,
    isWhole: boolean,
    known: ResponseItem | undefined,
    updates: object[],
  ): ResponseItem {
    // An item that is over is over once.
    if (known?.ended === true) return known
    const { type } = form
    const item = known ?? tellStart(this.#output.begin(index, { type }), updates)
    item.adopt(form, isWhole, updates)
    this.#output.register(item)
    return item
  }

  #takePart(part: JSONObject, isWhole: boolean, event: JSONObject, updates: object[]): void {
    const type = textOf(part['type'])
    const list = type.startsWith('summary') ? 'summary' : 'content'
    const item = this.#of(event, /^(?:reas|summ)/.test(type) ? 'reasoning' : 'message', updates)
    if (item.ended) return
    const { length } = item.entries(list)
    const index = indexOf(event[`${list}_index`]) ?? (isWhole ? undefined : length)
    item.adoptPart(list, item.position(list, index, type), part, isWhole, updates)
  }

  #takeText(
    type: string,
    event: JSONObject,
    stem: string,
    verb: string,
    known: TextChannel | undefined,
    updates: object[],
  ): boolean {
    let item = this.#itemOf(event, known, updates)
    if (item === undefined) return false
    // Whose text it is may yet turn out to be another's.
    if (item.shared) this.#hot.clear()
    // `response.foo_call_bar.delta` is about the `bar` of a `foo_call`.
    const channel = known ?? otherChannel(stem.replace(`${item.type}_`, ''))
    const { list, part, index } = channel
    const value = event[verb === 'delta' ? verb : channel.field] ?? event['text']
    const isText =
      known !== undefined || (typeof value === 'string' && isFreeField(item.live, channel.field))
    if (!isText) return false
    let position = list && index ? item.position(list, indexOf(event[index]), part) : 0
    const isOver = item.isSettled(channel, position)
    if (
      isOver ||
      (item.shared && !item.canTake(channel, position, textOf(value), verb !== 'delta'))
    ) {
      const other = item === this.audio ? undefined : this.#output.another(item, event)
      if (other !== undefined) {
        item = tellStart(other, updates)
        position = list && index ? item.position(list, indexOf(event[index]), part) : 0
      } else if (isOver) return true
    }
    if (verb === 'delta') {
      item.append(channel, position, textOf(value), updates)
      const place = item.place(channel, position)
      takeLogprobs(item, channel, position, place, event, updates)
      if (!item.shared && !item.isPreset(channel, position)) {
        const isNamed = this.#output.isNamed(item, event)
        this.#hot.set({ type, event, item, channel, position, place, isNamed })
      }
      return true
    }
    const { name, logprobs } = event
    if (typeof name === 'string' && isEmpty(item.live['name'])) item.live['name'] = name
    item.replace(channel, position, textOf(value), updates)
    if (verb === 'added') return true
    if (Array.isArray(logprobs) && !isEmpty(logprobs)) {
      item.place(channel, position).owner['logprobs'] = [...(logprobs as unknown[])]
    }
    item.settle(channel, position, updates)
    return true
  }

  #itemOf(
    event: JSONObject,
    channel: TextChannel | undefined,
    updates: object[],
  ): ResponseItem | undefined {
    if (channel === undefined) {
      // What nobody knows is about an item only where it says so.
      const isOfItem =
        indexOf(event['output_index']) !== undefined || textOf(event['item_id']) !== ''
      return isOfItem ? this.#output.of(event, undefined) : undefined
    }
    return channel.item === 'audio' ? this.audio : this.#of(event, channel.item, updates)
  }

  #takeAnnotation(event: JSONObject, updates: object[]): void {
    const { annotation } = event
    const item = this.#of(event, 'message', updates)
    if (!isObject(annotation) || item.ended) return
    const channel = channelOf('output_text')!
    const index = item.position('content', indexOf(event['content_index']), 'output_text')
    const annotations = listIn(item.place(channel, index).owner, 'annotations')
    const at = Math.min(indexOf(event['annotation_index']) ?? Infinity, annotations.length)
    annotations[at] = annotation
    const where = { output_index: item.index, content_index: index, annotation_index: at }
    updates.push({ type: 'annotation', ...where, annotation })
  }

  // What a command has put out: in pieces of both kinds, and in the end as a list of one.
  #takeOutput(isWhole: boolean, event: JSONObject, updates: object[]): void {
    const item = this.#of(event, 'shell_call_output', updates)
    if (item.ended) return
    const position = item.position('output', indexOf(event['command_index']))
    const { delta, output } = event
    const form: unknown = Array.isArray(output) ? output[0] : delta
    if (!isObject(form)) return
    if (isWhole) item.adoptPart('output', position, form, true, updates)
    for (const stream of ['stdout', 'stderr']) {
      const channel = channelOf(stream)!
      if (isWhole || item.isSettled(channel, position)) continue
      item.append(channel, position, textOf(form[stream]), updates)
    }
  }

  #takeStatus(type: string, status: string, event: JSONObject, updates: object[]): boolean {
    if (!/_call$|^mcp_list_tools$|^compaction$/.test(type)) return false
    const item = this.#of(event, type, updates)
    const { index: output_index, live } = item
    const { partial_image_b64, partial_image_index } = event
    if (status === 'partial_image') {
      updates.push({ type: 'image.partial', output_index, partial_image_index, partial_image_b64 })
    } else if (!item.ended) {
      // The others have no status of their own.
      if (type.endsWith('_call')) live['status'] = status
      updates.push({ type: 'item.status', output_index, status, item: live })
    }
    return true
  }

  /** The response is whole, so what there is of the audio is, too. */
  endAudio(updates: object[]): void {
    const { audio } = this
    eachText(audio.live, (channel) => audio.settle(channel, 0, updates))
  }
}

function tellStart(item: ResponseItem, updates: object[]): ResponseItem {
  updates.push({ type: 'item.start', output_index: item.index, item: item.live })
  return item
}

function takeLogprobs(
  item: ResponseItem,
  channel: TextChannel,
  content_index: number,
  { owner }: TextPlace,
  { logprobs: delta }: JSONObject,
  updates: object[],
): void {
  if (!Array.isArray(delta) || delta.length === 0 || channel.name !== 'content') return
  const snapshot = listIn(owner, 'logprobs')
  for (const token of delta) snapshot.push(token)
  updates.push({ type: 'logprobs', output_index: item.index, content_index, delta, snapshot })
}

function listIn(owner: JSONObject, key: string): unknown[] {
  const list = owner[key]
  return Array.isArray(list) ? list : (owner[key] = [])
}
