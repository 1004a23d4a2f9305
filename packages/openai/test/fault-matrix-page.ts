import { type Expected, expectedOf, type Row } from './fault-matrix-row.ts'
import { parts } from './fault-matrix-rows.ts'

/** The table as a page of the documentation. */
export function faultMatrixPage(): string {
  const rows = parts.flatMap(({ title, rows: own }) => [
    [`**${title}**`, '', '', '', '', ''],
    ...own.map(cellsOf),
  ])
  return `${INTRODUCTION}\n\n${markdownTable(HEADER, rows)}\n`
}

const INTRODUCTION = `# Fault matrix

<!-- Written by \`WRITE_PAGE=1 pnpm --filter @sse/openai test fault-matrix-page\`. Do not edit. -->

What becomes of a stream of \`@sse/openai\` when something goes wrong with it. Each row is run against a server on the
loopback interface, for Chat Completions and for Responses, with the asynchronous client and with the synchronous one, by
\`pnpm --filter @sse/openai test fault-matrix\`. The tests and this page are made of the same table; it is green or
the tests fail. Each of them also sees to it that:

- the consumer settles: with the deadline that passes, not before and not long after; else within seconds;
- what was delivered is exactly what had been sent before the fault, and an error carries it as \`partial\`;
- \`final()\` rejects unless the stream is whole;
- every request is over at the server, and the connection is closed or can be used again, as the last column says;
- no timer, no listener on the signal, no socket in use and no unhandled rejection is left; no timer, socket and rejection
  either in the thread behind the synchronous client.

The 5 events before a fault in the middle are those of a stream of about 20. Times are milliseconds. No retries, unless
the row says so. A letter with a number is a deviation that was found on the wire of a real server.`

const HEADER = ['What goes wrong', 'with', 'Chat Completions', 'Responses', 'arrived', 'connection']

function cellsOf(row: Row): string[] {
  const chat = expectedOf(row, 'chat')
  const responses = expectedOf(row, 'responses')
  const both = (of: (expected: Expected) => string): string =>
    of(chat) === of(responses) ? of(chat) : `${of(chat)}; Responses: ${of(responses)}`
  return [
    row.title,
    optionsOf(row),
    endOf(chat),
    endOf(responses),
    both(({ arrived }) => arrived.title),
    both(({ connection }) => CONNECTIONS[connection]),
  ]
}

const CONNECTIONS = { kept: 'kept', closed: 'closed', free: 'kept or closed' } as const

function optionsOf({ deadlines = {}, maxRetries }: Row): string {
  const options = Object.entries(deadlines)
  if (maxRetries !== undefined) options.push(['maxRetries', maxRetries])
  return options.map(([name, value]) => `\`${name}: ${value}\``).join(', ')
}

function endOf({ outcome, code, kind, evidence, requests = 1 }: Expected): string {
  const said = [code, kind, evidence].filter((each) => each !== undefined)
  const end = outcome === 'refused' ? 'the call rejects' : `\`${outcome}\``
  const why = said.map((each) => `\`${each}\``).join(' ')
  const sent = requests === 1 ? '' : `, after ${requests} requests`
  return `${end}${why === '' ? '' : `: ${why}`}${sent}`
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) =>
    Math.max(...[header, ...rows].map((cells) => cells[column]!.length)),
  )
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => cells[column]!.padEnd(width)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(header), rule, ...rows.map(line)].join('\n')
}
