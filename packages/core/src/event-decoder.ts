import type { UnknownFieldLine } from './event-parser-options.ts'
import type { ServerSentEvent } from './server-sent-event.ts'

/** Turns events into items of one protocol. One decoder serves one stream. */
export interface EventDecoder<Item> {
  /**
   * Decodes one event; undefined when it carries no item. A throw ends the stream: every item before
   * it was delivered, nothing follows.
   */
  decode(event: ServerSentEvent): Item | undefined
  /** Gives a further item of the event that was decoded last; undefined when there is none. Throws as `decode` does. */
  read?(): Item | undefined
  /** The stream has said that it is over: what follows is no item, reading stops without waiting for the end of input. */
  readonly done: boolean
  /** Enough was seen to call the stream finished. */
  readonly complete: boolean
  /** What it was that made the stream complete, such as `done-sentinel`. */
  readonly completion?: string | undefined
  /**
   * The stream has ended: throws an error that is still owed, or a truncation error when not
   * `complete`. `read` may give one more item afterwards.
   */
  finish(): void
  /**
   * Takes the event that the end of input cut off before its blank line. Without this method it is
   * discarded, as the standard says.
   */
  decodeTail?(event: ServerSentEvent): Item | undefined
  /**
   * Takes a line that is no field of the standard. Behind data of its block it comes before the event
   * that the block makes. Where it ends the stream, `done` is true from then on, and `read` gives what
   * that data is to be: the line does not overtake it, and nobody waits for the end of the block.
   */
  unknownField?(name: string, value: string, line?: UnknownFieldLine): void
  /** The end of input has cut off an event before it had data. */
  cut?(): void
  /** Takes an event that had arrived behind the end when that was read. Must not throw. */
  trail?(event: ServerSentEvent): void
}
