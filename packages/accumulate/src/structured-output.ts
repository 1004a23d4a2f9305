import type { JSONObject } from './json-object.ts'
import { SchemaValidationError } from './schema-validation-error.ts'
import {
  checked,
  type StandardSchema,
  type StandardSchemaResult,
  validate,
} from './standard-schema.ts'

/** A whole text that a schema is asked about, and where its answer goes. */
export interface SchemaQuestion {
  readonly schema: StandardSchema
  readonly text: string
  /** Where the text is in the final object. */
  readonly path: string
  readonly target: JSONObject
  readonly key: 'parsed' | 'parsed_arguments'
  /** The answer; `null` while there is none. */
  value: unknown
  failure?: Failure
}

/** What went wrong. */
export interface Failure {
  readonly error: unknown
}

/** Asks, and puts the answer in its place; or what went wrong, which is thrown nowhere. */
export function ask(question: SchemaQuestion): void {
  try {
    answer(question, validate(question.schema, valueOf(question)))
  } catch (error) {
    question.failure = { error }
  }
}

/** The same for schemas that take their time. */
export async function askAsync(question: SchemaQuestion): Promise<void> {
  try {
    const result: unknown = await question.schema['~standard'].validate(valueOf(question))
    answer(question, checked(result))
  } catch (error) {
    question.failure = { error }
  }
}

function valueOf({ path, text }: SchemaQuestion): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // V8's message would have a piece of the text in it.
    throw new SchemaValidationError(path, text)
  }
}

function answer(question: SchemaQuestion, result: StandardSchemaResult<unknown>): void {
  const { path, text, target, key } = question
  if (result.issues !== undefined) throw new SchemaValidationError(path, text, result.issues)
  target[key] = question.value = result.value
}
