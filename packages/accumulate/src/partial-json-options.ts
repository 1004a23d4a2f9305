/** Settings of a `PartialJson`. Leaving one out, or undefined, means its default. */
export interface PartialJsonOptions {
  /**
   * Most arrays and objects that may be open at once. Default 512. `Infinity` turns it off: the parser
   * itself does not recurse, but what walks the value may. The bracket that passes it makes `push`
   * throw `ERR_SSE_PARTIAL_JSON` with the reason `depth`.
   */
  readonly maxDepth?: number | undefined
  /**
   * Longest text, in UTF-16 code units and with its white space. Default 64 Mi (67_108_864). `Infinity`
   * turns it off. The unit that passes it makes `push` throw `ERR_SSE_PARTIAL_JSON` with the reason
   * `size`; those before it have been taken.
   */
  readonly maxSize?: number | undefined
}

/** Throws a `RangeError` that names the option, for what is no limit. */
export function checkedLimit(name: keyof PartialJsonOptions, limit: number): number {
  if (limit > 0) return limit
  throw new RangeError(`\`${name}\` must be positive`)
}
