import type { Arrived } from './fault-matrix-row.ts'

/** How many events precede a fault in the middle. */
export const BEFORE = 5

export const NOTHING: Arrived = { title: 'nothing', items: () => [] }

export const FIRST: Arrived = { title: 'the first event', items: (sent) => sent.slice(0, 1) }

export const EVERYTHING: Arrived = { title: 'everything', items: (sent) => sent }

export const FIRST_FIVE: Arrived = {
  title: 'the 5 events before it',
  items: (sent) => sent.slice(0, BEFORE),
}

export const ALL_BUT_LAST: Arrived = {
  title: 'all but the last event',
  items: (sent) => sent.slice(0, -1),
}

export const FIFTH_TWICE: Arrived = {
  title: 'everything, the event twice',
  items: (sent) => sent.toSpliced(BEFORE, 0, sent[BEFORE - 1]),
}

export const FIFTH_LATER: Arrived = {
  title: 'everything, in the order sent',
  items: (sent) => sent.toSpliced(BEFORE - 1, 2, sent[BEFORE], sent[BEFORE - 1]),
}

export const BEGINNING: Arrived = {
  title: 'what came in time',
  items: (sent) => sent,
  isBeginning: true,
}

/** An item between the fifth and the sixth. */
export const withItem = (title: string, item: unknown): Arrived => ({
  title,
  items: (sent) => sent.toSpliced(BEFORE, 0, item),
})

/** The first five, and one more. */
export const endingWith = (title: string, item: unknown): Arrived => ({
  title,
  items: (sent) => [...sent.slice(0, BEFORE), item],
})
