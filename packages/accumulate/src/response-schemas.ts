import { type JSONObject, textOf } from './json-object.ts'
import type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
import type { ResponseGrowth } from './response-growth.ts'
import type { ResponseItem } from './response-item.ts'
import { outputTextsOf } from './response-output-text.ts'
import type { ResponseOutput } from './response-output.ts'
import { SchemaValidationError } from './schema-validation-error.ts'
import { argumentsIn } from './response-text.ts'
import {
  checked,
  isPromise,
  type StandardSchema,
  type StandardSchemaResult,
} from './standard-schema.ts'

const ASYNCHRONOUS = 'The schema is asynchronous: use the asynchronous function, or validate()'

/** What ended a stream. */
export interface ResponseFailure {
  readonly error: unknown
}

// A whole text, where it is in an item, and where what a schema makes of it goes.
interface Question {
  readonly schema: StandardSchema
  readonly text: string
  readonly index: number
  // Of the item in the output, which is known in the end.
  readonly place?: number
  readonly field: string
  readonly target: JSONObject
  readonly key: 'parsed' | 'parsed_arguments'
}

type Answer = StandardSchemaResult<unknown>

interface Asked {
  readonly text: string
  // Until it was waited for.
  pending?: Promise<unknown> | undefined
  // None when the schema threw.
  answer?: Answer
  error?: unknown
}

const NOT_JSON: Answer = { issues: [] }

interface Refusal extends ResponseFailure {
  readonly isPending?: boolean
}

/** Asks the schemas of one response. Each sees a text once. */
export class ResponseSchemas {
  readonly #options: ResponseAccumulatorOptions
  // By where the text is; it may change after it was told.
  readonly #asked: Map<string, Asked[]> = new Map()
  // Where what they made of the texts is.
  readonly #made: Map<JSONObject, string> = new Map()
  /** Updates that wait for a schema that takes its time. */
  readonly waiting: JSONObject[] = []

  constructor(options: ResponseAccumulatorOptions) {
    this.#options = options
  }

  /** For `JSON.stringify`: leaves out what the schemas made, which need not be JSON, and is made again. */
  get withoutMade(): (this: JSONObject, key: string, value: unknown) => unknown {
    const made = this.#made
    return function (key, value) {
      return made.get(this) === key ? undefined : value
    }
  }

  /** Has updates wait that did so when a checkpoint was taken. */
  wait(updates: readonly object[], output: ResponseOutput): void {
    for (const update of updates as readonly JSONObject[]) {
      const item = output.at(update['output_index'] as number)
      this.waiting.push({ ...update, ...('toolCall' in update && { toolCall: item?.live }) })
    }
  }

  /**
   * The updates that are to be told, with what schemas make of their texts: all but those whose text is
   * not what was asked for, or which have to wait for the answer.
   */
  admit(updates: readonly object[], output: ResponseOutput): object[] {
    return (updates as readonly JSONObject[]).filter((update) => {
      const question = this.#ofUpdate(update, output)
      const refusal = question && this.#ask(question)
      if (refusal?.isPending) this.waiting.push(update)
      return !refusal
    })
  }

  /** Whether a call is what its schema asks for, and that is known. */
  permits({ index, live }: ResponseItem): boolean {
    const question = this.#ofCall(index, live)
    return !question || !this.#ask(question)
  }

  /**
   * Puts what the schemas make of a whole response into it; or gives what went wrong first. Nothing else
   * is in those places: what a server has put there is dropped, and null is where there is nothing.
   */
  judge({ live: response, output, outcome }: ResponseGrowth): ResponseFailure | undefined {
    const { items } = output
    const texts = items.flatMap(({ live }) => outputTextsOf(live).map(([, part]) => part))
    for (const part of texts) delete part['parsed']
    for (const { index, live, kind } of items) {
      if (this.#made.has(live) || kind !== 'function') continue
      delete live['parsed_arguments']
      if (this.#ofCall(index, live)) this.#make(live, 'parsed_arguments', null)
    }
    const questions = outcome === 'completed' ? this.#questions(output) : []
    const refusals = questions.map((question) => this.#ask(question))
    let parsed: unknown = null
    for (const part of texts) parsed ??= part['parsed']
    delete response['output_parsed']
    if (this.#options.schema) this.#make(response, 'output_parsed', parsed ?? null)
    return refusals.find(Boolean)
  }

  /** Waits for the schemas that take their time, but not for a response that has failed, or was cut off. */
  async settle({ output, outcome }: ResponseGrowth): Promise<void> {
    if (!outcome || outcome === 'failed') return
    const waiting = this.waiting.map((update) => this.#ofUpdate(update, output))
    const inTheEnd = outcome === 'completed' ? this.#questions(output) : []
    for (const question of [...waiting, ...inTheEnd]) if (question) this.#askedOf(question)
    await Promise.all(
      [...this.#asked.values()].flat().map(async (each) => {
        if (!each.pending) return
        try {
          each.answer = checked(await each.pending)
        } catch (error) {
          each.error = error
        }
        each.pending = undefined
      }),
    )
  }

  #questions({ items }: ResponseOutput): Question[] {
    return items.flatMap(({ index, live, complete, isWhole }, place) => {
      const texts = isWhole ? outputTextsOf(live) : []
      const all = texts.map(([at, part]) => this.#ofText(index, live, part, part['text'], at))
      if (complete) all.unshift(this.#ofCall(index, live))
      return all.flatMap((each) => (each ? { ...each, place } : []))
    })
  }

  #ofUpdate(update: JSONObject, output: ResponseOutput): Question | undefined {
    const { type, kind, snapshot, output_index, content_index, toolCall } = update
    const item = output.at(output_index as number)
    if (item && type === 'content.done') {
      return this.#ofText(item.index, item.live, update, snapshot, content_index as number)
    }
    if (!item || type !== 'tool_call.done') return undefined
    const call = toolCall as JSONObject
    const question = this.#ofCall(item.index, call)
    // What a server has put there was not made by a schema.
    if (kind === 'function' && !question) delete call['parsed_arguments']
    return question
  }

  #ofCall(index: number, call: JSONObject): Question | undefined {
    const name = textOf(call['name'])
    const tools = (this.#options.tools ?? {}) as Readonly<Record<string, StandardSchema>>
    const schema = Object.hasOwn(tools, name) && tools[name]
    if (call['type'] !== 'function_call' || !schema) return undefined
    const text = argumentsIn(textOf(call['arguments']))
    return { schema, text, index, field: 'arguments', target: call, key: 'parsed_arguments' }
  }

  #ofText(
    index: number,
    { phase }: JSONObject,
    target: JSONObject,
    said: unknown,
    at: number,
  ): Question | undefined {
    const { schema } = this.#options
    const text = textOf(said)
    // What is said on the way is no answer, and neither is white space, as beside a refusal.
    const isAnswer = (typeof phase !== 'string' || phase === 'final_answer') && /\S/.test(text)
    if (!schema || !isAnswer) return undefined
    return { schema, text, index, field: `content[${at}].text`, target, key: 'parsed' }
  }

  #ask(question: Question): Refusal | undefined {
    const { place, field, text, target, key } = question
    const { answer, error, pending } = this.#askedOf(question)
    if (pending) return { error: new TypeError(ASYNCHRONOUS), isPending: true }
    if (!answer) return { error }
    if (answer.issues !== undefined) {
      const issues = answer === NOT_JSON ? undefined : answer.issues
      return { error: new SchemaValidationError(`output[${place}].${field}`, text, issues) }
    }
    this.#make(target, key, answer.value)
    return undefined
  }

  // A schema that throws is not asked again either.
  #askedOf({ schema, text, index, field }: Question): Asked {
    const place = `${index} ${field}`
    const all = this.#asked.get(place) ?? []
    this.#asked.set(place, all)
    let asked = all.find((each) => each.text === text)
    if (!asked) all.push((asked = askedAbout(text, schema)))
    return asked
  }

  #make(target: JSONObject, key: string, value: unknown): void {
    target[key] = value
    this.#made.set(target, key)
  }
}

function askedAbout(text: string, schema: StandardSchema): Asked {
  const asked: Asked = { text }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { text, answer: NOT_JSON }
  }
  try {
    const answer: unknown = schema['~standard'].validate(value)
    if (isPromise(answer)) {
      asked.pending = Promise.resolve(answer)
      // Nobody may ever wait for it.
      asked.pending.catch(() => {})
    } else asked.answer = checked(answer)
  } catch (error) {
    asked.error = error
  }
  return asked
}
