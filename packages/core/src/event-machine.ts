/** A machine that takes bytes and gives values: `EventParser`, or one with a decoder behind it. */
export interface EventMachine<T> {
  push(chunk: Uint8Array): void
  read(): T | undefined
  drain(onValue: (value: T) => void): void
  finish(): void
  readonly done: boolean
}
