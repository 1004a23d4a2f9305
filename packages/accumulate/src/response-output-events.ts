import { isObject, type JSONObject, textOf } from './json-object.ts'
import { addAnnotation } from './response-annotations.ts'
import { isEmpty } from './response-form.ts'
import type { ResponseItem } from './response-item.ts'
import { HotTexts } from './response-hot-texts.ts'
import { indexOf, type ResponseOutput } from './response-output.ts'
import {
  channelOf,
  isFreeField,
  listIn,
  otherChannel,
  type TextChannel,
} from './response-text-channel.ts'
import { type ResponseText, textOfCall } from './response-text.ts'

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
  readonly #audio: ResponseItem
  readonly #subjects: Map<string, Subject> = new Map()
  readonly #hot: HotTexts = new HotTexts()

  constructor(output: ResponseOutput, audio: ResponseItem) {
    this.#output = output
    this.#audio = audio
  }

  /** Takes an event. False when it says nothing that is known here. */
  take(event: JSONObject): boolean {
    const { delta } = event
    const hot = this.#hot.of(event)
    if (hot && typeof delta === 'string') {
      if (hot.isNamed) this.#output.name(hot.text.item)
      hot.text.extend(delta)
      takeLogprobs(hot.text, event)
      return true
    }
    const subject = this.#subjectOf(textOf(event['type']))
    const { stem, verb, channel } = subject
    const { item, part } = event
    const isWhole = verb === 'done'
    const isForm = isWhole || verb === 'added'
    this.#part(isObject(item) ? item['id'] : event['item_id'], isWhole && event)
    // A piece of another text moves none.
    if (verb !== 'delta' || !channel) this.#hot.clear()
    if (isForm && isObject(item)) {
      const index = indexOf(event['output_index'])
      this.#takeItem(item, index, isWhole, this.#output.same(item, index, isWhole))
    } else if (isForm && isObject(part)) this.#takePart(part, isWhole, event)
    else if (stem === 'shell_call_output_content') this.#takeOutput(isWhole, event)
    else if (stem === 'output_text.annotation') this.#takeAnnotation(event)
    else if (isForm || verb === 'delta') return this.#takeText(event, subject)
    else return this.#takeStatus(stem, verb, event)
    return true
  }

  /** Takes the output that a response has of its own: what it has in the end comes after all else. */
  takeAll(
    output: readonly unknown[],
    isLast: boolean,
    isOver: (item: JSONObject) => boolean,
  ): void {
    for (const form of output) if (isObject(form)) this.#part(form['id'], isLast && form)
    this.#hot.clear()
    const taken = new Set<ResponseItem>()
    const same = (form: unknown, index?: number): ResponseItem | undefined => {
      const item = isObject(form) ? this.#output.same(form, index, true, taken) : undefined
      if (item) taken.add(item)
      return item
    }
    // What id and index tell comes before what only the type tells.
    const known = output.map(same)
    for (const [at, form] of output.entries()) {
      if (!isObject(form)) continue
      const item = known[at] ?? same(form)
      if (isLast && item?.ended) {
        item.revise(form)
        this.#output.renew(item)
      } else taken.add(this.#takeItem(form, at, isOver(form), item))
    }
  }

  // An event, or a form of an item, may show that what counted as one item is several.
  #part(id: unknown, whole: unknown): void {
    for (const event of this.#output.part(id, whole)) this.take(event)
  }

  #subjectOf(type: string): Subject {
    let subject = this.#subjects.get(type)
    if (!subject) {
      const [, stem = '', verb = ''] = /^(?:response\.)?(.+)\.(.*)$/s.exec(type) ?? []
      subject = { stem, verb, channel: channelOf(stem) }
      if (this.#subjects.size < MAX_SUBJECTS) this.#subjects.set(type, subject)
    }
    return subject
  }

  #takeItem(
    form: JSONObject,
    index: number | undefined,
    isWhole: boolean,
    known: ResponseItem | undefined,
  ): ResponseItem {
    // An item that is over is over once.
    if (known?.ended) return known
    const item = known ?? this.#output.begin(index, { type: form['type'] })
    item.adopt(form, isWhole)
    this.#output.register(item)
    return item
  }

  #takePart(part: JSONObject, isWhole: boolean, event: JSONObject): void {
    const type = textOf(part['type'])
    const list = type.startsWith('summary') ? 'summary' : 'content'
    const item = this.#output.of(event, /^(?:reas|summ)/.test(type) ? 'reasoning' : 'message')
    if (item.ended) return
    const { length } = item.entries(list)
    const index = indexOf(event[`${list}_index`]) ?? (isWhole ? undefined : length)
    item.adoptPart(list, item.position(list, index, type), part, isWhole)
  }

  #takeText(event: JSONObject, { stem, verb, channel: known }: Subject): boolean {
    const item = known?.item === 'audio' ? this.#audio : this.#output.of(event, known?.item)
    if (!item) return false
    // Whose text it is may yet turn out to be another's.
    if (item.shared) this.#hot.clear()
    // `response.foo_call_bar.delta` is about the `bar` of a `foo_call`.
    const channel = known ?? otherChannel(stem.replace(`${item.type}_`, ''))
    const isPiece = verb === 'delta'
    let said = event[isPiece ? verb : channel.field] ?? event['text']
    if (channel.isOfCall) said = textOfCall(said)
    const value = textOf(said)
    if (!known && !(said === value && isFreeField(item.live, channel.field))) return false
    let text = textIn(item, channel, event)
    const { isSettled } = text
    if (isSettled || (item.shared && !text.canTake(value, !isPiece))) {
      const other = this.#output.another(item, event)
      if (other) text = textIn(other, channel, event)
      else if (isSettled) return true
    }
    if (channel.isOfCall && said !== value && !isEmpty(said)) {
      // It is what the call was to be made with, and no text.
      text.find().owner[text.key] = said
      return true
    }
    if (isPiece) {
      text.append(value)
      takeLogprobs(text, event)
      if (!text.item.shared && !text.isPreset) {
        const isNamed = this.#output.isNamed(text.item, event)
        this.#hot.set({ event, text, isNamed })
      }
      return true
    }
    const { name, logprobs } = event
    const { live } = text.item
    if (typeof name === 'string' && isEmpty(live['name'])) live['name'] = name
    text.replace(value)
    if (verb === 'added') return true
    if (Array.isArray(logprobs) && !isEmpty(logprobs)) text.owner['logprobs'] = [...logprobs]
    text.settle()
    return true
  }

  #takeAnnotation(event: JSONObject): void {
    const { annotation } = event
    const item = this.#output.of(event, 'message')
    if (!isObject(annotation) || item.ended) return
    const text = textIn(item, channelOf('output_text')!, event)
    const annotations = listIn(text.find().owner, 'annotations')
    const { length: annotation_index } = annotations
    const index = indexOf(event['annotation_index'])
    if (!addAnnotation(annotations as JSONObject[], annotation, index)) return
    const where = { output_index: item.index, content_index: text.position, annotation_index }
    item.tell({ type: 'annotation', ...where, annotation })
  }

  // What a command has put out: in pieces of both kinds, and in the end as a list of one.
  #takeOutput(isWhole: boolean, event: JSONObject): void {
    const item = this.#output.of(event, 'shell_call_output')
    if (item.ended) return
    const position = item.position('output', indexOf(event['command_index']))
    const { delta, output } = event
    const form: unknown = Array.isArray(output) ? output[0] : delta
    if (!isObject(form)) return
    if (isWhole) return item.adoptPart('output', position, form, true)
    for (const stream of ['stdout', 'stderr']) {
      const text = item.text(channelOf(stream)!, position)
      if (!text.isSettled) text.append(textOf(form[stream]))
    }
  }

  #takeStatus(type: string, status: string, event: JSONObject): boolean {
    if (!/_call$|^mcp_list_tools$|^compaction$/.test(type)) return false
    const item = this.#output.of(event, type)
    const { index: output_index, live } = item
    const { partial_image_b64, partial_image_index } = event
    if (status === 'partial_image') {
      item.tell({ type: 'image.partial', output_index, partial_image_index, partial_image_b64 })
    } else if (!item.ended) {
      // The others have no status of their own.
      if (type.endsWith('_call')) live['status'] = status
      item.tell({ type: 'item.status', output_index, status, item: live })
    }
    return true
  }
}

// The text of an item that an event is about.
function textIn(item: ResponseItem, channel: TextChannel, event: JSONObject): ResponseText {
  const { list, index, part } = channel
  return item.text(channel, list && index ? item.position(list, indexOf(event[index]), part) : 0)
}

function takeLogprobs({ channel, item, owner, position }: ResponseText, event: JSONObject): void {
  const { logprobs: delta } = event
  if (!Array.isArray(delta) || isEmpty(delta) || channel.name !== 'content') return
  const snapshot = listIn(owner, 'logprobs')
  for (const token of delta) snapshot.push(token)
  item.tell({
    type: 'logprobs',
    output_index: item.index,
    content_index: position,
    delta,
    snapshot,
  })
}
