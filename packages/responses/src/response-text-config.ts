/** What the text must look like. */
export interface ResponseTextConfig {
  readonly format?: ResponseTextFormat
  readonly verbosity?: 'low' | 'medium' | 'high' | null
}

/** Any text, JSON of a schema, or any JSON. */
export type ResponseTextFormat =
  | ResponseFormatText
  | ResponseFormatJSONSchema
  | ResponseFormatJSONObject

/** Any text. */
export interface ResponseFormatText {
  readonly type: 'text'
}

/** JSON that fits a schema. */
export interface ResponseFormatJSONSchema {
  readonly type: 'json_schema'
  readonly name: string
  readonly description?: string | null
  readonly schema: Readonly<Record<string, unknown>>
  readonly strict?: boolean | null
}

/** Any JSON object. */
export interface ResponseFormatJSONObject {
  readonly type: 'json_object'
}
