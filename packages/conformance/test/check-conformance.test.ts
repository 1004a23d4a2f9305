import { eventStreamCases } from '@fixtures/sse'
import { describe, expect, test } from 'vitest'
import {
  checkCase,
  checkConformance,
  laws,
  referenceParse,
  reportSummary,
  reportToJson,
  reportToMarkdown,
  type Capabilities,
  type Observation,
  type ParserAdapter,
  type ReferenceOptions,
} from '@sse/conformance'
import { adapterOf } from './mutants/mutant.ts'
import { mutants } from './mutants/mutants.ts'

function join(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]))
}

/** The reference as a parser: with deviations, and what of its observation it reports. */
function deviating(
  capabilities: Partial<Capabilities>,
  options: ReferenceOptions,
  report: (observed: ReturnType<typeof referenceParse>) => Observation,
): ParserAdapter {
  return {
    name: 'deviating',
    capabilities,
    parse: (chunks) => report(referenceParse(join(chunks), options)),
  }
}

function find(id: string) {
  const found = eventStreamCases.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no case ${id}`)
  return found
}

const bare = ({ events, reconnectionTime }: ReturnType<typeof referenceParse>): Observation => ({
  events: events.map(({ event, data, lastEventId }) => ({ event, data, lastEventId })),
  reconnectionTime,
})

describe('a deviation that was declared is classified', () => {
  const sentinel = { data: 'b', match: 'exact' } as const
  test.each<[string, Partial<Capabilities>, ReferenceOptions, typeof bare, string, string[]]>([
    ['eof', { eof: 'flush' }, { eof: 'flush' }, bare, 'end.no-blank-line', ['eof']],
    ['a sentinel', { sentinel }, { sentinel }, bare, 'dispatch.in-order', ['sentinel']],
    [
      'ids of the block',
      { idModel: 'per-event' },
      {},
      ({ events, reconnectionTime }) => ({
        events: events.map(({ event, data, id }) => ({ event, data, id })),
        reconnectionTime,
      }),
      'id.persists',
      ['idModel'],
    ],
    [
      'no ids',
      { idModel: 'none' },
      {},
      ({ events, reconnectionTime }) => ({
        events: events.map(({ event, data }) => ({ event, data })),
        reconnectionTime,
      }),
      'id.set',
      ['idModel'],
    ],
    [
      'retry with the event',
      { retry: 'per-event' },
      {},
      ({ events }) => ({ events }),
      'retry.at-once',
      ['retry'],
    ],
    [
      'no retry',
      { retry: 'none', idModel: 'none' },
      {},
      ({ events }) => ({ events: events.map(({ event, data }) => ({ event, data })) }),
      'retry.not-data',
      ['idModel', 'retry'],
    ],
  ])('%s', async (_, capabilities, options, report, id, deviations) => {
    const declared = deviating(capabilities, options, report)
    expect(await checkCase(declared, find(id))).toEqual({ status: 'deviation', deviations })
    expect(await checkCase(declared, find('data.one-line'))).toEqual({ status: 'pass' })
    const undeclared = deviating({}, options, report)
    expect((await checkCase(undeclared, find(id))).status).toBe('fail')
  })

  test('a deviation that was declared and is not there is a failure', async () => {
    const adapter = deviating({ eof: 'flush' }, {}, bare)
    expect((await checkCase(adapter, find('end.no-blank-line'))).status).toBe('fail')
  })

  test.each<[string | undefined, (type: string | undefined) => string | undefined]>([
    [undefined, (type) => type],
    ['message', (type) => type ?? 'message'],
    ['', (type) => type ?? ''],
  ])('typeDefault %j is a matter of representation', async (typeDefault, typed) => {
    const adapter = deviating({ typeDefault }, {}, (observed) => ({
      ...bare(observed),
      events: bare(observed).events.map((each) => ({ ...each, event: typed(each.event) })),
    }))
    expect(await checkCase(adapter, find('event.does-not-leak'))).toEqual({ status: 'pass' })
    const other = { ...adapter, capabilities: { typeDefault: 'other' } }
    expect((await checkCase(other, find('event.does-not-leak'))).status).toBe('fail')
  })

  test('comments are judged verbatim, less one space, or not at all', async () => {
    const report = (strip: boolean) => (observed: ReturnType<typeof referenceParse>) => ({
      ...bare(observed),
      comments: observed.comments.map((each) => (strip ? each.replace(/^ /, '') : each)),
    })
    const status = async (comments: Capabilities['comments'], strip: boolean) =>
      (await checkCase(deviating({ comments }, {}, report(strip)), find('comment.two-spaces')))
        .status
    expect(await status('verbatim', false)).toBe('pass')
    expect(await status('verbatim', true)).toBe('fail')
    expect(await status('stripped', true)).toBe('pass')
    expect(await status('stripped', false)).toBe('fail')
    expect(await status('none', false)).toBe('pass')
  })

  test('a reconnection time past 2^31 - 1 may be clamped or not', async () => {
    const times = (time: number): ParserAdapter => ({
      name: 'times',
      parse: () => ({ events: [{ data: 'a', lastEventId: '' }], reconnectionTime: time }),
    })
    const large = find('retry.clamped-just')
    expect((await checkCase(times(2_147_483_647), large)).status).toBe('pass')
    expect((await checkCase(times(2_147_483_648), large)).status).toBe('pass')
    expect((await checkCase(times(Infinity), large)).status).toBe('pass')
    expect((await checkCase(times(2_147_483_646), large)).status).toBe('fail')
    expect((await checkCase(times(NaN), large)).status).toBe('fail')
  })
})

describe('a parser of strings', () => {
  // Right as long as no character is cut: each chunk is decoded by itself.
  const strings: ParserAdapter = {
    name: 'strings',
    capabilities: { input: 'string' },
    parse: (chunks) => {
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
      const text = chunks.map((chunk) => decoder.decode(chunk)).join('')
      return bare(referenceParse(new TextEncoder().encode(text)))
    },
  }

  test('gets whole characters, and is not judged on malformed ones', async () => {
    const report = await checkConformance(strings, { runs: 300 })
    const failed = [...report.cases, ...report.laws].filter(
      ({ verdict }) => verdict.status === 'fail',
    )
    expect(failed).toEqual([])
    expect(report.conformant).toBe(true)
    const left = report.cases.filter(({ verdict }) => verdict.status === 'not applicable')
    expect(left.map(({ id }) => id)).toContain('utf-8.before-cr-two-of-three')
    expect(report.cases.length - left.length).toBeGreaterThan(300)
  })

  test('does not pass as a parser of bytes', async () => {
    const bytes = { ...strings, capabilities: {} }
    expect((await checkCase(bytes, find('data.unicode'))).status).toBe('fail')
  })
})

describe('what is known to fail', () => {
  const leaking = mutants.find(({ name }) => name === 'lets the type leak into the next event')
  const adapter = adapterOf('leaking', leaking)
  const cases = [find('event.does-not-leak'), find('data.one-line')]

  test('is reported as known, and no failure', async () => {
    const known = { 'event.does-not-leak': 'they like it so', reference: 'the same' }
    const report = await checkConformance(adapter, {
      cases,
      known,
      laws: laws.slice(0, 1),
      seed: 1,
    })
    expect(report.cases.map(({ verdict }) => verdict)).toEqual([
      { status: 'known', reason: 'they like it so' },
      { status: 'pass' },
    ])
    expect(report.laws[0]?.verdict).toEqual({ status: 'known', reason: 'the same' })
    expect(report.conformant).toBe(true)
  })

  test('must fail: a known case that passes is a failure', async () => {
    const known = { 'data.one-line': 'not any more', 'event.does-not-leak': 'they like it so' }
    const report = await checkConformance(adapter, { cases, known, laws: [] })
    expect(report.cases[1]?.verdict).toEqual({ status: 'fixed', reason: 'not any more' })
    expect(report.conformant).toBe(false)
  })

  test('is looked up as an own property', async () => {
    const odd = { ...find('data.one-line'), id: 'constructor' }
    const report = await checkConformance(adapter, { cases: [odd], laws: [] })
    expect(report.cases[0]?.verdict.status).toBe('pass')
  })
})

describe('a parser that misbehaves', () => {
  test.each<[string, ParserAdapter['parse'], RegExp]>([
    [
      'throws',
      () => {
        throw new RangeError('secret')
      },
      /RangeError/,
    ],
    ['rejects', () => Promise.reject(new RangeError('secret')), /RangeError/],
    [
      'throws no error',
      () => {
        throw null
      },
      /object/,
    ],
  ])('that %s fails every case and law without ending the check', async (_, parse, name) => {
    const report = await checkConformance(
      { name: 'broken', parse },
      { cases: [find('data.one-line')], laws: laws.slice(0, 2), runs: 10 },
    )
    const verdicts = [...report.cases, ...report.laws].map(({ verdict }) => verdict)
    expect(verdicts.map(({ status }) => status)).toEqual(['fail', 'fail', 'fail'])
    expect(reportToMarkdown(report)).toMatch(name)
    expect(reportToMarkdown(report)).not.toContain('secret')
  })

  test('that hangs fails in bounded time', async () => {
    const report = await checkConformance(
      { name: 'hanging', parse: () => new Promise(() => undefined) },
      { cases: [find('data.one-line')], laws: laws.slice(0, 1), runs: 10 },
    )
    const hangs = { status: 'fail', counterexample: { actual: 'hangs' } }
    expect(report.cases[0]?.verdict).toMatchObject(hangs)
    expect(report.laws[0]?.verdict).toMatchObject(hangs)
  })
})

describe('the report', () => {
  const options = { cases: eventStreamCases.slice(0, 20), runs: 200, seed: 42 }
  const bomTwice = mutants.find(({ name }) => name === 'strips every leading byte order mark')

  test('is the same for the same seed', async () => {
    const check = async () =>
      reportToJson(await checkConformance(adapterOf('x', bomTwice), options))
    expect(await check()).toBe(await check())
  })

  test('tells its seed when none was given, and finds the same again with it', async () => {
    const adapter = adapterOf('x', bomTwice)
    const first = await checkConformance(adapter, { cases: [], laws: laws.slice(0, 1), runs: 500 })
    expect(first.laws[0]?.verdict).toMatchObject({ status: 'fail', seed: first.seed })
    const { seed } = first
    const again = await checkConformance(adapter, {
      cases: [],
      laws: laws.slice(0, 1),
      runs: 500,
      seed,
    })
    expect(again.laws).toEqual(first.laws)
  })

  test('in Markdown says what failed, on which bytes, and gives a case to paste', async () => {
    const markdown = reportToMarkdown(await checkConformance(adapterOf('twice', bomTwice), options))
    expect(markdown).toContain('# twice\n')
    expect(markdown).toContain('**Not conformant.**')
    expect(markdown).toContain('**fail** (seed 42)')
    expect(markdown).toContain('| `bom.double` |')
    expect(markdown).toContain('ef bb bf ef bb bf')
    expect(markdown).toContain("id: 'found.'")
  })

  test('in Markdown names declared deviations', async () => {
    const adapter = deviating({ eof: 'flush' }, { eof: 'flush' }, bare)
    const report = await checkConformance(adapter, { cases: [find('end.no-blank-line')], laws: [] })
    const markdown = reportToMarkdown(report)
    expect(markdown).toContain('**Conformant but for declared deviations** (eof).')
    expect(markdown).toContain('deviation: eof')
  })

  test('in JSON is plain data', async () => {
    const report = await checkConformance(adapterOf('twice', bomTwice), options)
    const parsed: unknown = JSON.parse(reportToJson(report))
    expect(parsed).toMatchObject({ parser: 'twice', seed: 42, runs: 200, conformant: false })
    expect(parsed).toMatchObject({ laws: laws.map(({ number, name }) => ({ number, name })) })
  })

  test('counts in one line', async () => {
    const report = await checkConformance(adapterOf('x'), { ...options, laws: laws.slice(0, 3) })
    expect(reportSummary(report)).toBe(
      '20 of 20 cases pass; 3 of 3 laws pass; 200 streams per law, seed 42',
    )
  })
})
