import { isObject, type JSONObject } from './json-object.ts'
import { mergeExtras } from './merge-extras.ts'

const NONE: ReadonlySet<string> = new Set()

/**
 * The usage that a chunk reports: at the top, else in a choice (Moonshot), else under `x_groq`
 * (Groq). An object in which nothing is counted is none.
 */
export function usageOf(chunk: JSONObject): JSONObject | undefined {
  if (counts(chunk['usage'])) return chunk['usage']
  const { choices, x_groq: groq } = chunk
  if (Array.isArray(choices)) {
    for (const choice of choices) {
      if (isObject(choice) && counts(choice['usage'])) return choice['usage']
    }
  }
  return isObject(groq) && counts(groq['usage']) ? groq['usage'] : undefined
}

/** Puts newer counts in the place of older ones, field by field: they are cumulative, never to be summed. */
export function mergeUsage(target: JSONObject, usage: JSONObject): void {
  mergeExtras(target, usage, NONE)
}

function counts(usage: unknown): usage is JSONObject {
  if (!isObject(usage)) return false
  for (const key of Object.keys(usage)) {
    if (usage[key] !== null && usage[key] !== undefined) return true
  }
  return false
}
