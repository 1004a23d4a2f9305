import { STANDARD_CAPABILITIES, type Capabilities } from './capabilities.ts'
import type { Observation, ObservedEvent } from './observation.ts'

/** Options of one parse. An adapter passes on what its parser has an option for. */
export interface ParseOptions {
  /** The last event ID to begin with. Default `''`. */
  readonly lastEventId?: string | undefined
  /** The limit of one event, in the unit of the capability `limits`. Default: none that matters. */
  readonly maxEventSize?: number | undefined
}

/** A parser that is being fed: bytes are pushed in, events are read out. */
export interface ParserSession {
  push(chunk: Uint8Array): void
  /** The next event, or undefined when there is none yet. Throws the error that ends the stream. */
  read(): ObservedEvent | undefined
  /** Says that no bytes follow. */
  finish(): void
  /** Hands over every event there is. What `onEvent` throws comes out; the rest stays to be read. */
  readonly drain?: ((onEvent: (event: ObservedEvent) => void) => void) | undefined
  /** Makes ready for a new stream of the same source. */
  readonly reset?: (() => void) | undefined
  /** The state as a value that survives JSON. */
  readonly save?: (() => unknown) | undefined
  /** Everything but the events, so far; judged like the properties of an `Observation`. */
  readonly observe?: (() => Omit<Observation, 'events'>) | undefined
}

/** What an encoder is given. */
export interface EncodableEvent {
  readonly data: string
  readonly event?: string | undefined
  readonly id?: string | undefined
  readonly retry?: number | undefined
}

/** A parser, made fit for judging. `name` and `parse` are enough; each further member opens a law. */
export interface ParserAdapter {
  readonly name: string
  readonly capabilities?: Partial<Capabilities> | undefined
  /**
   * Parses a whole stream with a new parser, chunk by chunk and then the end of input. An error that
   * the parser raises belongs in `error`, beside what came before it.
   */
  parse(chunks: readonly Uint8Array[], options?: ParseOptions): Observation | Promise<Observation>
  /** Opens a new parser to be fed by hand: laws 2 (buffers), 3, 10 and 13. */
  readonly open?: ((options?: ParseOptions) => ParserSession) | undefined
  /** Opens a parser that goes on from a saved state: law 13. */
  readonly restore?: ((state: unknown, options?: ParseOptions) => ParserSession) | undefined
  /** Reads an asynchronous source: laws 6 and 9. */
  readonly iterate?:
    | ((source: AsyncIterable<Uint8Array>) => AsyncIterable<ObservedEvent>)
    | undefined
  /** Writes one event, or throws when it could not be read back: law 7. */
  readonly encode?: ((event: EncodableEvent) => string | Uint8Array) | undefined
  /** Parses and returns how many elementary steps it took: law 14 without a clock. */
  readonly operations?: ((chunks: readonly Uint8Array[]) => number) | undefined
}

/** The declared capabilities of an adapter, and the standard's where it declares none. */
export function capabilitiesOf(adapter: ParserAdapter): Capabilities {
  return { ...STANDARD_CAPABILITIES, ...adapter.capabilities }
}
