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
  /** The index of the choice. */
  readonly choice: number
  readonly schema: StandardSchema
  readonly text: string
  /** Where the text is in the final object. */
  readonly path: string
  readonly target: JSONObject
  readonly key: 'parsed' | 'parsed_arguments'
}

/** What went wrong. */
export interface Failure {
  readonly error: unknown
}

/** Asks, and puts the answer in its place; or gives what went wrong, which is thrown nowhere. */
export function ask(question: SchemaQuestion): Failure | undefined {
  try {
    return answer(question, validate(question.schema, valueOf(question)))
  } catch (error) {
    return { error }
  }
}

/** The same for schemas that take their time. */
export async function askAsync(question: SchemaQuestion): Promise<Failure | undefined> {
  try {
    const result: unknown = await question.schema['~standard'].validate(valueOf(question))
    return answer(question, checked(result))
  } catch (error) {
    return { error }
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

function answer(
  { path, text, target, key }: SchemaQuestion,
  result: StandardSchemaResult<unknown>,
): undefined {
  if (result.issues !== undefined) throw new SchemaValidationError(path, text, result.issues)
  target[key] = result.value
}
