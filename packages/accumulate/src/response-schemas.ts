import { type JSONObject, textOf } from './json-object.ts'
import type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
import type { ResponseItem } from './response-item.ts'
import { outputTextsOf } from './response-output-text.ts'
import type { ResponseOutput } from './response-output.ts'
import { SchemaValidationError } from './schema-validation-error.ts'
import type { StandardSchema, StandardSchemaResult } from './standard-schema.ts'

const ASYNCHRONOUS = 'The schema is asynchronous: use the asynchronous function, or validate()'

/** What ended a stream. */
export interface ResponseFailure {
  readonly error: unknown
}

// A whole text, where it is in the response, and where what a schema makes of it goes.
interface Question {
  readonly schema: StandardSchema
  readonly text: string
  readonly path: string
  readonly target: JSONObject
  readonly key: 'parsed' | 'parsed_arguments'
}

type Answer = StandardSchemaResult<unknown>

interface Asked {
  readonly text: string
  // A promise until it was waited for; undefined when the schema threw.
  answer?: Answer | Promise<Answer> | undefined
  error?: unknown
}

interface Refusal extends ResponseFailure {
  readonly isPending?: boolean
}

type Items = readonly ResponseItem[]

/** Asks the schemas of one response. Each sees a text once. */
export class ResponseSchemas {
  readonly #options: ResponseAccumulatorOptions
  // By the path of the text.
  readonly #asked: Map<string, Asked> = new Map()
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
      const toolCall = 'toolCall' in update && item ? { toolCall: item.live } : {}
      this.waiting.push({ ...update, ...toolCall })
    }
  }

  /**
   * The updates that are to be told, with what schemas make of their texts: all but those whose text is
   * not what was asked for, or which have to wait for the answer.
   */
  admit(updates: readonly object[], output: ResponseOutput): object[] {
    return (updates as readonly JSONObject[]).filter((update) => {
      const { type, snapshot, output_index, content_index, toolCall } = update
      const item = output.at(output_index as number)
      if (!item) return true
      const question =
        type === 'content.done'
          ? this.#ofText(item, update, snapshot, content_index as number)
          : type === 'tool_call.done'
            ? this.#ofCall(item.index, toolCall as JSONObject)
            : undefined
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

  /** Puts what the schemas make of a whole response into it; or gives what went wrong first. */
  judge(response: JSONObject, items: Items): ResponseFailure | undefined {
    const refusals = this.#questions(items).map((question) => this.#ask(question))
    let parsed: unknown = null
    for (const { live, complete, index } of items) {
      if (!complete && this.#ofCall(index, live)) {
        this.#make(live, 'parsed_arguments', null)
      }
      for (const [, part] of outputTextsOf(live)) parsed ??= part['parsed']
    }
    if (this.#options.schema) this.#make(response, 'output_parsed', parsed ?? null)
    return refusals.find(Boolean)
  }

  /** Waits for the schemas that take their time. */
  async settle(items: Items): Promise<void> {
    const asked = this.#questions(items).map((question) => this.#askedOf(question))
    await Promise.all(
      asked.map(async (each) => {
        try {
          each.answer = await each.answer
        } catch (error) {
          each.answer = undefined
          each.error = error
        }
      }),
    )
  }

  #questions(items: Items): Question[] {
    const questions = items.flatMap((item) => [
      item.complete && this.#ofCall(item.index, item.live),
      ...(item.isWhole ? outputTextsOf(item.live) : []).map(([at, part]) =>
        this.#ofText(item, part, part['text'], at),
      ),
    ])
    return questions.filter((question) => question || false) as Question[]
  }

  #ofCall(index: number, call: JSONObject): Question | undefined {
    const { type, name } = call
    const tools = (this.#options.tools ?? {}) as Readonly<Record<string, StandardSchema>>
    if (type !== 'function_call' || !Object.hasOwn(tools, textOf(name))) return undefined
    const text = textOf(call['arguments']) || '{}'
    const path = `output[${index}].arguments`
    return { schema: tools[textOf(name)]!, text, path, target: call, key: 'parsed_arguments' }
  }

  #ofText(
    { index, live: { phase } }: ResponseItem,
    target: JSONObject,
    text: unknown,
    at: number,
  ): Question | undefined {
    const { schema } = this.#options
    // What is said on the way is no answer.
    const isAnswer = typeof phase !== 'string' || phase === 'final_answer'
    if (!schema || !isAnswer) return undefined
    const path = `output[${index}].content[${at}].text`
    return { schema, text: textOf(text), path, target, key: 'parsed' }
  }

  #ask(question: Question): Refusal | undefined {
    const { path, text, target, key } = question
    const { answer, error } = this.#askedOf(question)
    if (!answer) return { error }
    if ('then' in answer) return { error: new TypeError(ASYNCHRONOUS), isPending: true }
    const { issues } = answer
    if (issues) return { error: new SchemaValidationError(path, text, issues) }
    this.#make(target, key, answer.value)
    return undefined
  }

  // A schema that throws is not asked again either.
  #askedOf(question: Question): Asked {
    const { schema, text, path } = question
    let asked = this.#asked.get(path)
    if (asked?.text !== text) {
      asked = { text }
      this.#asked.set(path, asked)
      try {
        const answer = schema['~standard'].validate(valueOf(question))
        // Nobody may ever wait for it.
        if ('then' in answer) answer.then(undefined, () => {})
        asked.answer = answer
      } catch (error) {
        asked.error = error
      }
    }
    return asked
  }

  #make(target: JSONObject, key: string, value: unknown): void {
    target[key] = value
    this.#made.set(target, key)
  }
}

function valueOf({ path, text }: Question): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // V8's message would have a piece of the text in it.
    throw new SchemaValidationError(path, text)
  }
}
