import { isObject, type JSONObject, textOf } from './json-object.ts'

/** The texts of an item of the output that are part of the answer, and where in it they are. */
export function outputTextsOf({ type, content }: JSONObject): [at: number, part: JSONObject][] {
  const parts: unknown[] = type === 'message' && Array.isArray(content) ? content : []
  return [...parts.entries()].filter((each): each is [number, JSONObject] => {
    const [, part] = each
    return isObject(part) && part['type'] === 'output_text'
  })
}

/** All the text of an output, the `output_text` of its response. */
export function outputTextOf(output: readonly JSONObject[]): string {
  const parts = output.flatMap(outputTextsOf)
  return parts.map(([, { text }]) => textOf(text)).join('')
}
