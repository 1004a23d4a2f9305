// What real servers send, as it is and with a character changed here and there.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mutated, mutation } from './payload-stream-arbitrary.ts'
import { hasRecordings, recordedPayloads } from './recorded-payloads.ts'
import { WatchedPredictor } from './watched-predictor.ts'

const present = hasRecordings()
const recordings = present ? recordedPayloads() : []

test.runIf(present)('every recorded payload has the outcome of JSON.parse', () => {
  expect(recordings.length).toBeGreaterThan(300)
  let payloads = 0
  let predicted = 0
  for (const recording of recordings) {
    const watched = new WatchedPredictor().parseAll(recording.payloads)
    payloads += watched.predicted.length
    predicted += watched.predicted.filter(Boolean).length
  }
  // Enough of them were put together for this to mean something.
  expect(predicted / payloads).toBeGreaterThan(0.6)
})

test.runIf(present)('so it has with one predictor for all streams of a provider, in turn', () => {
  for (const name of new Set(recordings.map(({ provider }) => provider))) {
    const streams = recordings.filter(({ provider }) => provider === name)
    const watched = new WatchedPredictor()
    const longest = Math.max(...streams.map(({ payloads }) => payloads.length))
    for (let at = 0; at < longest; at++) {
      for (const { payloads } of streams) {
        if (at < payloads.length) watched.parseAll([payloads[at]!])
      }
    }
    expect(watched.predicted.length).toBeGreaterThan(0)
  }
})

test.runIf(present)('so it has with a character changed here and there', () => {
  const mutations = fc.sample(mutation, { seed: 1, numRuns: 4096 })
  let next = 0
  let changed = 0
  for (const { payloads } of recordings) {
    const watched = new WatchedPredictor()
    for (const payload of payloads) {
      watched.parseAll([payload])
      const text = mutated(payload, mutations[next++ % mutations.length]!)
      if (text !== payload) changed++
      watched.parseAll([text])
    }
  }
  expect(changed).toBeGreaterThan(20_000)
})
