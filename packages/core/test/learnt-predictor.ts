import { WatchedPredictor } from './watched-predictor.ts'

/** What changes from one payload to the next. */
export const WORDS: readonly string[] = ['one', 'two', 'ten', 'six', 'all', '\\n', 'é']

/** A payload like those of a model, with a string and a number that change. */
export function payload(at: number, key = 'content', id = 'abc'): string {
  const word = WORDS[at % WORDS.length]!
  return `{"id":"${id}","n":${at},"choices":[{"index":0,"delta":{"${key}":"${word}"},"end":null}]}`
}

/** A predictor that knows the envelope of `payload`. */
export function learnt(): WatchedPredictor {
  const watched = new WatchedPredictor()
  watched.parseAll(Array.from({ length: 40 }, (_, at) => payload(at)))
  if (watched.predicted.slice(30).includes(false)) throw new Error('Nothing was learnt')
  return watched
}
