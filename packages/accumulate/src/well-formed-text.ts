/**
 * A text so far, as it can be shown, stored or sent: half a surrogate pair at its end is held back, as
 * the other half may come with the next delta; one that is alone elsewhere is U+FFFD. Texts in updates
 * and in the completion are joined from what came, so that a pair that was cut is a pair again.
 */
export function wellFormedText(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '').replace(/\p{Surrogate}/gu, '\uFFFD')
}
