// The stream classes of the runtime by their own names, so that what is returned fits `Response` and `pipeThrough`. Where
// their types are not loaded the names mean `any`: the directive gets into the declarations with its comment, and there
// it stands for a project without them.

/**
 * The runtime's `ReadableStream`; `any` in a project that has neither the types of a browser nor those of a server.
 *
 * @ts-ignore */
export type PlatformReadableStream<T> = ReadableStream<T>

/**
 * The runtime's `WritableStream`; `any` in a project that has neither the types of a browser nor those of a server.
 *
 * @ts-ignore */
export type PlatformWritableStream<T> = WritableStream<T>
