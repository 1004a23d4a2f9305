// The server behind the fault matrix and the load tests, a program of its own: whoever reads synchronously cannot serve,
// and what is left over in one process is not to be found in the other. Its parent asks over the channel between them.

import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '@fixtures/server'

/** What the parent asks: about the requests that carry a tag. Unless they are over soon, as they are. */
export interface Question {
  readonly tag: string
  /** How long to wait until all of them are over, in milliseconds. */
  readonly patience: number
}

/** One request, as the server saw it. */
export interface Seen {
  readonly connection: number
  /** Whether that connection is open. */
  readonly isOpen: boolean
  readonly turn: number
  readonly status: number | undefined
  readonly bytes: number
  readonly outcome: 'ended' | 'dropped' | 'aborted' | 'stopped' | undefined
  readonly timeline: readonly { readonly ms: number; readonly bytes: number }[]
}

export interface Answer {
  readonly requests: readonly Seen[]
  /** Connections: how many are open, and how many there have been. */
  readonly open: number
  readonly total: number
}

// A reader that waits for ever blocks its thread, and no test can stop it: the end of the server does.
const LONGEST_LIFE = 240_000

// By number, from 1, as the server itself counts them.
const sockets: Socket[] = []
subscribe('net.server.socket', (message) => {
  sockets.push((message as { readonly socket: Socket }).socket)
})
const server = await startServer({ keep: 20_000 })
setTimeout(() => process.exit(1), LONGEST_LIFE).unref()
process.on('disconnect', () => process.exit())
process.on('message', ({ tag, patience }: Question) => {
  void answer(tag, patience)
})
process.send?.(server.url)

async function answer(tag: string, patience: number): Promise<void> {
  const tagged = server.requests.filter(({ headers }) => headers['x-tag'] === tag)
  await Promise.race([Promise.all(tagged.map(({ closed }) => closed)), sleep(patience)])
  const requests = tagged.map(({ connection, turn, status, bytes, outcome, timeline }) => ({
    connection,
    isOpen: sockets[connection - 1]?.destroyed === false,
    turn,
    status,
    bytes,
    outcome,
    timeline,
  }))
  const { open, total } = server.connections
  process.send?.({ requests, open, total } satisfies Answer)
}
