// A program that streams synchronously and comes to its end: by reading all, by leaving, with a stream still open, or
// by `process.exit`.

import { openStreamSync } from '@sse/client/sync'

const [, , url = '', how = ''] = process.argv

function read(stream: Iterable<unknown>, most: number): number {
  let items = 0
  for (const _ of stream) if (++items === most) break
  return items
}

const stream = openStreamSync(url + (how === 'read' ? '/whole' : `/drip?${how}`))
let items = 0
if (how === 'open' || how === 'exit') {
  const iterator = stream[Symbol.iterator]()
  while (items < 3 && iterator.next().done !== true) items++
} else items = read(stream, 3)

process.stdout.write(JSON.stringify({ items, lingered: Date.now() }), () => {
  if (how === 'exit') process.exit()
})
