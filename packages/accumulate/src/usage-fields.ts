import { isObject, type JSONObject } from './json-object.ts'

/**
 * The usage that a chunk reports: at the top, else in a choice (Moonshot), else under `x_groq`
 * (Groq). An object in which nothing is counted is none.
 */
export function usageOf(chunk: JSONObject): JSONObject | undefined {
  if (counts(chunk['usage'])) return chunk['usage']
  const { choices, x_groq: groq } = chunk
  const places: unknown[] = Array.isArray(choices) ? [...choices, groq] : [groq]
  const place = places.find((each) => isObject(each) && counts(each['usage']))
  return (place as JSONObject | undefined)?.['usage'] as JSONObject | undefined
}

function counts(usage: unknown): usage is JSONObject {
  return (
    isObject(usage) && Object.values(usage).some((count) => count !== null && count !== undefined)
  )
}
