import type { JSONObject } from './json-object.ts'
import { identityOf } from './response-sequence.ts'

// What is in a list, once something has come for a place in there.
const KNOWN: WeakMap<readonly JSONObject[], Set<string>> = new WeakMap()

/**
 * Adds an annotation to those of a text; false when it was sent again. Its index tells no place, as some
 * servers say of each that it is the first, but that what is not behind the others may be a repetition.
 */
export function addAnnotation(
  annotations: JSONObject[],
  annotation: JSONObject,
  index: number = Infinity,
): boolean {
  const isNext = index >= annotations.length
  let known = KNOWN.get(annotations)
  if (!known && !isNext)
    KNOWN.set(annotations, (known = new Set(annotations.map((each) => identityOf(each)))))
  const identity = known && identityOf(annotation)
  if (!isNext && known!.has(identity!)) return false
  known?.add(identity!)
  annotations.push(annotation)
  return true
}
