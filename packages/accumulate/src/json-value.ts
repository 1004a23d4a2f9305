/** Any value that JSON text can stand for, not to be written to. */
export type JSONValue = null | boolean | number | string | JSONArray | JSONRecord

/** An array of JSON values, not to be written to. */
export type JSONArray = readonly JSONValue[]

/** An object of JSON values, not to be written to. Its keys are own properties, `__proto__` too. */
export interface JSONRecord {
  readonly [key: string]: JSONValue
}
