import { isObject, type JSONObject, textOf } from './json-object.ts'
import type { ResponseAccumulatorOptions } from './response-accumulator-options.ts'
import type { ResponseItem } from './response-item.ts'
import type { ResponseOutput } from './response-output.ts'
import { SchemaValidationError } from './schema-validation-error.ts'
import type { StandardSchema, StandardSchemaResult } from './standard-schema.ts'

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
  // A promise until it is there; undefined when the schema threw.
  readonly answer?: Answer | Promise<Answer>
  readonly error?: unknown
}

type Items = readonly ResponseItem[]

/** Asks the schemas of one response. Each sees a text once. */
export class ResponseSchemas {
  readonly #options: ResponseAccumulatorOptions
  // By the path of the text.
  readonly #asked: Map<string, Asked> = new Map()
  // Where what they made of the texts is.
  readonly #made: Map<JSONObject, string> = new Map()
  // Updates that wait for a schema that takes its time.
  #waiting: JSONObject[] = []

  constructor(options: ResponseAccumulatorOptions) {
    this.#options = options
  }

  /** The updates that wait for a schema that takes its time. */
  get waiting(): readonly object[] {
    return this.#waiting
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
      const toolCall = 'toolCall' in update && item !== undefined ? { toolCall: item.live } : {}
      this.#waiting.push({ ...update, ...toolCall })
    }
  }

  /** The updates that waited until now. */
  takeWaiting(): JSONObject[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting
  }

  /**
   * Adds to an update what a schema makes of its text. False when that is not what was asked for, so
   * that the update is not to be told, and as long as there is no answer.
   */
  admits(update: JSONObject, output: ResponseOutput): boolean {
    const { type, snapshot, output_index, content_index } = update
    const item = output.at(output_index as number)
    if (item === undefined) return true
    const question =
      type === 'tool_call.done'
        ? this.#ofCall(item.index, update['toolCall'] as JSONObject)
        : type === 'content.done'
          ? this.#ofText(item, update, snapshot, content_index as number)
          : undefined
    if (question === undefined) return true
    const isAnswered = this.#ask(question) === undefined
    if (!isAnswered && this.#isPending(question)) this.#waiting.push(update)
    return isAnswered
  }

  /** Whether a call is what its schema asks for, and that is known. */
  permits({ index, live }: ResponseItem): boolean {
    const question = this.#ofCall(index, live)
    return question === undefined || this.#ask(question) === undefined
  }

  /** Puts what the schemas make of a whole response into it; or gives what went wrong first. */
  judge(response: JSONObject, items: Items): ResponseFailure | undefined {
    const failures = this.#questions(items).map((question) => this.#ask(question))
    return this.#conclude(response, items, failures)
  }

  /** The same for schemas that take their time. */
  async judgeAsync(response: JSONObject, items: Items): Promise<ResponseFailure | undefined> {
    const asked = this.#questions(items).map((question) => this.#askAsync(question))
    return this.#conclude(response, items, await Promise.all(asked))
  }

  #conclude(
    response: JSONObject,
    items: Items,
    failures: readonly (ResponseFailure | undefined)[],
  ): ResponseFailure | undefined {
    let parsed: unknown = null
    for (const { live, complete, index } of items) {
      if (!complete && this.#ofCall(index, live) !== undefined) {
        live['parsed_arguments'] = null
        this.#made.set(live, 'parsed_arguments')
      }
      for (const [, part] of textsOf(live)) parsed ??= part['parsed']
    }
    if (this.#options.schema !== undefined) {
      response['output_parsed'] = parsed ?? null
      this.#made.set(response, 'output_parsed')
    }
    return failures.find((failure) => failure !== undefined)
  }

  #questions(items: Items): Question[] {
    const questions: (Question | undefined)[] = []
    for (const item of items) {
      if (item.complete) questions.push(this.#ofCall(item.index, item.live))
      if (!item.isWhole) continue
      for (const [at, part] of textsOf(item.live)) {
        questions.push(this.#ofText(item, part, part['text'], at))
      }
    }
    return questions.filter((question) => question !== undefined)
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
    if (schema === undefined || !isAnswer) return undefined
    const path = `output[${index}].content[${at}].text`
    return { schema, text: textOf(text), path, target, key: 'parsed' }
  }

  #ask(question: Question): ResponseFailure | undefined {
    try {
      const answer = this.#answerTo(question)
      if ('then' in answer) {
        throw new TypeError(
          'The schema is asynchronous: use the asynchronous function, or validate()',
        )
      }
      return this.#take(question, answer)
    } catch (error) {
      return { error }
    }
  }

  async #askAsync(question: Question): Promise<ResponseFailure | undefined> {
    try {
      const answer = await this.#answerTo(question)
      this.#asked.set(question.path, { text: question.text, answer })
      return this.#take(question, answer)
    } catch (error) {
      return { error }
    }
  }

  #isPending({ path }: Question): boolean {
    const answer = this.#asked.get(path)?.answer
    return answer !== undefined && 'then' in answer
  }

  // A schema that throws is not asked again either.
  #answerTo(question: Question): Answer | Promise<Answer> {
    const { schema, text, path } = question
    let asked = this.#asked.get(path)
    if (asked?.text !== text) {
      try {
        asked = { text, answer: schema['~standard'].validate(valueOf(question)) }
      } catch (error) {
        asked = { text, error }
      }
      this.#asked.set(path, asked)
    }
    const { answer, error } = asked
    if (answer === undefined) throw error
    // Nobody may ever wait for it.
    if ('then' in answer) answer.then(undefined, () => {})
    return answer
  }

  #take({ path, text, target, key }: Question, answer: Answer): undefined {
    if (answer.issues !== undefined) throw new SchemaValidationError(path, text, answer.issues)
    target[key] = answer.value
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

function textsOf({ type, content }: JSONObject): [at: number, part: JSONObject][] {
  const parts: unknown[] = type === 'message' && Array.isArray(content) ? content : []
  return [...parts.entries()].filter((each): each is [number, JSONObject] => {
    const [, part] = each
    return isObject(part) && part['type'] === 'output_text'
  })
}
