import { isObject } from './json-object.ts'

/**
 * A schema of any library that follows Standard Schema, version 1: zod, valibot, arktype and others.
 * Restated here, so that nothing has to be installed.
 *
 * @see https://standardschema.dev
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1
    /** The library. */
    readonly vendor: string
    /** Checks a value; gives what it becomes, which may be another value, or what is wrong with it. */
    readonly validate: (
      value: unknown,
    ) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>
    /** For the compiler only: nothing has to be there at run time. */
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

/** What a validation gives: the value, or at least one issue. */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] }

/** One thing that is wrong with a value, and where in it. */
export interface StandardSchemaIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

/** The type of the values that a schema lets through, after its transformations. */
export type InferOutput<Schema extends StandardSchema> = NonNullable<
  Schema['~standard']['types']
>['output']

/** Throws a `TypeError` for options with a schema that is none. A tool may have `undefined`. */
export function checkSchemas({ schema, tools = {} }: Options): void {
  for (const each of [schema, ...(isObject(tools) ? Object.values(tools) : [null])]) {
    const { validate: ask } = (each as Partial<StandardSchema> | null)?.['~standard'] ?? {}
    if (each === undefined || typeof ask === 'function') continue
    throw new TypeError('`schema` and each of `tools` take a Standard Schema')
  }
}

interface Options {
  readonly schema?: unknown
  readonly tools?: unknown
}

/**
 * Validates with a schema that answers at once.
 *
 * Throws a `TypeError` when it answers with a promise: await `schema['~standard'].validate(value)`
 * where that can be done. What the schema itself throws is thrown on.
 */
export function validate<Output>(
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): StandardSchemaResult<Output> {
  const result: unknown = schema['~standard'].validate(value)
  if (!isPromise(result)) return checked(result)
  // Nobody waits for it, so its rejection would be an unhandled one.
  Promise.resolve(result).catch(() => {})
  throw new TypeError(
    'The schema is asynchronous: use the asynchronous function, or await validate()',
  )
}

/** What a schema has answered, in the end. Throws a `TypeError` when that is no result. */
export function checked<Output>(result: unknown): StandardSchemaResult<Output> {
  // Not only plain objects: the issues of arktype are a list that has itself as `issues`.
  const isResult =
    typeof result === 'object' && result !== null && ('value' in result || 'issues' in result)
  if (isResult) return result as StandardSchemaResult<Output>
  throw new TypeError('The schema gave no result: it does not follow Standard Schema')
}

/** Whether it is a promise, of whatever library. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}
