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

type Answer = ReturnType<StandardSchema['~standard']['validate']>

type Items = readonly ResponseItem[]

/** Asks the schemas of one response. Of texts that are the same, a schema sees one. */
export class ResponseSchemas {
  readonly #options: ResponseAccumulatorOptions
  readonly #answers: Map<StandardSchema, Map<string, Answer>> = new Map()

  // Where what they made of the texts is.
  readonly #made: (readonly [target: JSONObject, key: string])[] = []

  constructor(options: ResponseAccumulatorOptions) {
    this.#options = options
  }

  /** Does something while what the schemas made is not there: it need not be JSON, and is made again. */
  without<Result>(act: () => Result): Result {
    const made = this.#made.map(([target, key]) => [target, key, target[key]] as const)
    for (const [target, key] of made) delete target[key]
    const result = act()
    for (const [target, key, value] of made) target[key] = value
    return result
  }

  /**
   * Adds to an update what a schema makes of its text. False when that is not what was asked for, so
   * that the update is not to be told. A schema that takes its time adds nothing.
   */
  admits(update: JSONObject, output: ResponseOutput): boolean {
    const { type, snapshot, output_index, content_index } = update
    const item = type === 'content.done' ? output.at(output_index as number) : undefined
    const path = `output[${output_index as number}]`
    const question =
      type === 'tool_call.done'
        ? this.#ofCall(update['toolCall'] as JSONObject, path)
        : item !== undefined
          ? this.#ofText(item.live, update, snapshot, `${path}.content[${content_index as number}]`)
          : undefined
    if (question === undefined) return true
    const failure = this.#ask(question)
    return !(failure?.error instanceof SchemaValidationError)
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
    for (const { live, complete } of items) {
      if (!complete && this.#ofCall(live, '') !== undefined) live['parsed_arguments'] = null
      for (const part of textsOf(live)) parsed ??= part['parsed']
    }
    if (this.#options.schema !== undefined) {
      response['output_parsed'] = parsed ?? null
      this.#made.push([response, 'output_parsed'])
    }
    return failures.find((failure) => failure !== undefined)
  }

  #questions(items: Items): Question[] {
    const questions: (Question | undefined)[] = []
    for (const [at, { live, complete }] of items.entries()) {
      const path = `output[${at}]`
      if (complete) questions.push(this.#ofCall(live, path))
      for (const [place, part] of textsOf(live).entries()) {
        questions.push(this.#ofText(live, part, part['text'], `${path}.content[${place}]`))
      }
    }
    return questions.filter((question) => question !== undefined)
  }

  #ofCall(item: JSONObject, path: string): Question | undefined {
    const { type, name } = item
    const tools = (this.#options.tools ?? {}) as Readonly<Record<string, StandardSchema>>
    if (type !== 'function_call' || !Object.hasOwn(tools, textOf(name))) return undefined
    const text = textOf(item['arguments']) || '{}'
    const schema = tools[textOf(name)]!
    return { schema, text, path: `${path}.arguments`, target: item, key: 'parsed_arguments' }
  }

  #ofText(
    { phase }: JSONObject,
    target: JSONObject,
    text: unknown,
    path: string,
  ): Question | undefined {
    const { schema } = this.#options
    // What is said on the way is no answer.
    const isAnswer = typeof phase !== 'string' || phase === 'final_answer'
    if (schema === undefined || !isAnswer) return undefined
    return { schema, text: textOf(text), path: `${path}.text`, target, key: 'parsed' }
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
      return this.#take(question, await this.#answerTo(question))
    } catch (error) {
      return { error }
    }
  }

  #answerTo(question: Question): Answer {
    const { schema, text } = question
    const answers = this.#answers.get(schema) ?? new Map<string, Answer>()
    this.#answers.set(schema, answers)
    let answer = answers.get(text)
    if (answer === undefined) {
      answer = schema['~standard'].validate(valueOf(question))
      answers.set(text, answer)
      // Nobody may ever wait for it.
      if ('then' in answer) answer.then(undefined, () => {})
    }
    return answer
  }

  #take(question: Question, answer: StandardSchemaResult<unknown>): undefined {
    const { path, text, target, key } = question
    if (answer.issues !== undefined) throw new SchemaValidationError(path, text, answer.issues)
    target[key] = answer.value
    this.#made.push([target, key])
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

function textsOf({ type, content }: JSONObject): JSONObject[] {
  const parts: unknown[] = type === 'message' && Array.isArray(content) ? content : []
  return parts.filter((part) => isObject(part)).filter((part) => part['type'] === 'output_text')
}
