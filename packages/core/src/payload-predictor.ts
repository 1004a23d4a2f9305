import { aligned } from './payload-alignment.ts'
import { blueprintOf } from './payload-blueprint.ts'
import { PayloadEnvelope } from './payload-envelope.ts'

// Text, reasoning, tool arguments and one more. With the length, this bounds what is kept.
const MAX_ENVELOPES = 4
const MAX_LENGTH = 16_384

// Learning is paid for in thirty-seconds of what `JSON.parse` of a payload takes. A payload without
// an envelope earns 1, and so a stream of which nothing can be learnt costs about 3 % more; one that
// fits an envelope earns half of what it spares. Nothing is learnt from the first twenty payloads:
// most short streams would not earn it back.
const CREDIT_AT_FIRST = 44
const MAX_CREDIT = 256
const MAX_DEBT = 32
const EARNED_BY_HIT = 16
const COST_OF_LEARNING = 64
const COST_OF_ALIGNING = 40
const COST_OF_MATCHING = 2

// Payloads of one kind come in runs, of about the same length: that many of them are a run.
const RUN = 3
// As much before there is credit to learn.
const CREDIT_TO_OBSERVE = COST_OF_LEARNING - RUN - 1

/**
 * Parses JSON texts that resemble each other, as the payloads of a stream do, in less time than
 * `JSON.parse` takes: for each, the exact value that `JSON.parse` gives, in objects of its own, or its
 * `SyntaxError`.
 *
 * It learns what the texts of one kind have in common and compares the next with it; only what is
 * between that is parsed. Whatever does not compare goes to `JSON.parse`. Up to four kinds are known
 * at a time, of texts of up to 16,384 characters, so that what it keeps does not grow.
 *
 * One predictor can serve one stream after the other, or several at once: what it has learnt from
 * one it knows in the next.
 */
export class PayloadPredictor {
  // The one that was met last is first.
  readonly #envelopes: PayloadEnvelope[] = []
  #credit = CREDIT_AT_FIRST
  // Of the payloads without an envelope: the length of the last, and how many were about as long as
  // the one before them.
  #length = 0
  #run = 0
  // One to compare the next with.
  #candidate: string | undefined

  /** Parses one text. Bound, to be handed to a decoder. Throws the `SyntaxError` of `JSON.parse`. */
  readonly parse: (text: string) => unknown = (text) => {
    const envelopes = this.#envelopes
    if (envelopes.length === 0 && this.#credit < CREDIT_TO_OBSERVE) {
      this.#credit++
      return JSON.parse(text)
    }
    if (text.length <= MAX_LENGTH) {
      for (let i = 0; i < envelopes.length; i++) {
        const envelope = envelopes[i]!
        const value = envelope.parse(text)
        if (value !== undefined) {
          if (i > 0) this.#toFront(i, envelope)
          if (this.#credit < MAX_CREDIT) this.#credit += EARNED_BY_HIT
          return value
        }
        this.#credit -= COST_OF_MATCHING
      }
    }
    const value: unknown = JSON.parse(text)
    this.#observe(text, value)
    return value
  }

  #observe(text: string, value: unknown): void {
    this.#credit++
    if (this.#credit < -MAX_DEBT) {
      // The envelopes cost more than they spare.
      this.#envelopes.length = 0
      this.#credit = 0
    }
    const isAlike = areAlike(text, this.#length)
    this.#length = text.length
    this.#run = isAlike ? this.#run + 1 : 0
    const candidate = this.#candidate
    this.#candidate = undefined
    if (this.#run < RUN || this.#credit < COST_OF_LEARNING) return
    if (text.length > MAX_LENGTH || typeof value !== 'object' || value === null) return
    this.#learn(copyOf(text), value, candidate)
  }

  #learn(text: string, value: object, candidate: string | undefined): void {
    const envelopes = this.#envelopes
    for (let i = 0; i < envelopes.length; i++) {
      const { text: known, varying } = envelopes[i]!
      if (!areAlike(known, text.length)) continue
      const wider = this.#envelope(known, text, value, varying)
      if (wider !== undefined) {
        this.#toFront(i, wider)
        return
      }
    }
    const found = candidate === undefined ? undefined : this.#envelope(candidate, text, value, [])
    if (found === undefined) {
      this.#candidate = text
    } else {
      if (envelopes.length === MAX_ENVELOPES) envelopes.pop()
      this.#toFront(envelopes.length, found)
    }
  }

  #envelope(
    known: string,
    text: string,
    value: object,
    varying: readonly number[],
  ): PayloadEnvelope | undefined {
    const alignment = aligned(known, text, varying)
    const blueprint = alignment && blueprintOf(value, alignment)
    this.#credit -= blueprint === undefined ? COST_OF_ALIGNING : COST_OF_LEARNING
    return blueprint && new PayloadEnvelope(text, alignment, blueprint)
  }

  #toFront(i: number, envelope: PayloadEnvelope): void {
    const envelopes = this.#envelopes
    if (i > 0) envelopes[i] = envelopes[0]!
    envelopes[0] = envelope
  }
}

function areAlike(text: string, length: number): boolean {
  return Math.abs(text.length - length) <= 16 + length / 16
}

// A text of its own, not a slice of a region or of a file: V8's `join` writes all characters anew.
function copyOf(text: string): string {
  return [text.slice(0, 1), text.slice(1)].join('')
}
