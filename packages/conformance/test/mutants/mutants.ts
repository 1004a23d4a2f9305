import { decodingMutants } from './decoding.ts'
import { dispatchMutants } from './dispatch.ts'
import { encodingMutants } from './encoding.ts'
import { fieldMutants } from './fields.ts'
import { iterationMutants } from './iteration.ts'
import { lifecycleMutants } from './lifecycle.ts'
import { lineMutants } from './lines.ts'
import type { Mutant } from './mutant.ts'

export const mutants: readonly Mutant[] = [
  ...decodingMutants,
  ...lineMutants,
  ...fieldMutants,
  ...dispatchMutants,
  ...lifecycleMutants,
  ...iterationMutants,
  ...encodingMutants,
]
