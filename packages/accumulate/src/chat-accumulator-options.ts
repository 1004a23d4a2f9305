/** Settings of a `ChatAccumulator`. */
export interface ChatAccumulatorOptions {
  /**
   * The server sends the whole text so far in every delta instead of what is new, as a few do for
   * content and reasoning. Default false; there is no guessing, as a model may well repeat itself.
   */
  readonly cumulative?: boolean | undefined
  /**
   * A tool call whose arguments are a whole JSON object, and go on with another `{`, is two calls.
   * For servers that give parallel calls the same index and no ids. Default false.
   */
  readonly splitToolCalls?: boolean | undefined
}
