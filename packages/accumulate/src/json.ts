export { PartialJson } from './partial-json.ts'
export { PartialJsonError, type PartialJsonReason } from './partial-json-error.ts'
export type { PartialJsonOptions } from './partial-json-options.ts'
export type { JSONArray, JSONRecord, JSONValue } from './json-value.ts'
