import { isObject, type JSONObject } from './json-object.ts'

/**
 * The usage that a chunk reports: at the top, else in a choice (Moonshot), else under `x_groq`
 * (Groq). An object in which nothing is counted is none.
 */
export function usageOf(chunk: JSONObject): JSONObject | undefined {
  const { choices, usage, x_groq: groq } = chunk
  if (counts(usage)) return usage
  for (const choice of Array.isArray(choices) ? (choices as unknown[]) : []) {
    if (isObject(choice) && counts(choice['usage'])) return choice['usage']
  }
  return isObject(groq) && counts(groq['usage']) ? groq['usage'] : undefined
}

function counts(usage: unknown): usage is JSONObject {
  return (
    isObject(usage) && Object.values(usage).some((count) => count !== null && count !== undefined)
  )
}
