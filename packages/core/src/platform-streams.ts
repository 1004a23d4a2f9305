// The stream classes of the runtime by their own names, so that what is returned fits `Response` and `pipeThrough`. Where
// their types are loaded, these declarations add nothing to them; where they are not, the names are still known.

declare global {
  // eslint-disable-next-line no-unused-vars
  interface ReadableStream<R = any> {}
  // eslint-disable-next-line no-unused-vars
  interface WritableStream<W = any> {}
}

/** The runtime's `ReadableStream`. */
export type PlatformReadableStream<T> = ReadableStream<T>

/** The runtime's `WritableStream`. */
export type PlatformWritableStream<T> = WritableStream<T>
