/** What `ReadableStream.getReader()` gives, as far as it is needed here. */
export interface ByteReader {
  read(): Promise<
    | { readonly done: false; readonly value: Uint8Array }
    | { readonly done: true; readonly value?: unknown }
  >
  cancel(reason?: unknown): Promise<void>
  releaseLock(): void
}

/** Anything with `getReader()`: a `ReadableStream` of any realm, also where streams are not async iterable. */
export interface ReadableByteStream {
  getReader(): ByteReader
}

/** Where bytes come from: a `ReadableStream`, or any async or sync iterable of byte chunks. */
export type ByteSource = ReadableByteStream | AsyncIterable<Uint8Array> | Iterable<Uint8Array>
