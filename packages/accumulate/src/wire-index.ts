/**
 * The number that a server gives as an index, as a number or as its digits; undefined when it gives
 * none. Any number is one: servers count from 1, from -1, with gaps.
 */
export function indexOf(index: unknown): number | undefined {
  if (typeof index === 'number') return index
  // Beyond these digits, different texts are the same number.
  return typeof index === 'string' && /^[0-9]{1,15}$/.test(index) ? Number(index) : undefined
}
