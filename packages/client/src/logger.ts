/**
 * Takes notes of what a stream does: a message and its details, such as status, code or delay. Neither
 * headers nor bodies nor the query of a URL are among them. What it throws is dropped, and so is what
 * it rejects with where it is asynchronous.
 */
export interface Logger {
  debug?(message: string, details: object): void
  info?(message: string, details: object): void
  warn?(message: string, details: object): void
  error?(message: string, details: object): void
}

/** Notes something, if anybody listens. */
export function log(
  logger: Logger | undefined,
  level: keyof Logger,
  message: string,
  details: object,
): void {
  try {
    const noted = logger?.[level]?.(message, details) as PromiseLike<unknown> | undefined | void
    noted?.then?.(undefined, () => undefined)
  } catch {
    // A stream does not break because of what is written down about it.
  }
}
