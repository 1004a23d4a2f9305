// What the arbitraries of this folder have in common.

import fc from 'fast-check'

export type Json = Record<string, any>

/** What one chunk says about one choice: the delta, and fields of the choice beside it. */
export interface Piece {
  delta?: Json | null
  beside?: Json
}

export const oneOf = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
export const chance = (): fc.Arbitrary<boolean> => fc.boolean()
export const below = (limit: number): fc.Arbitrary<number> => fc.nat({ max: limit - 1 })
