import { expect, test } from 'vitest'
import * as conformance from '@sse/conformance'
import * as vitestEntry from '@sse/conformance/vitest'

test('exports', () => {
  expect(Object.keys(conformance).toSorted()).toEqual([
    'STANDARD_CAPABILITIES',
    'annotate',
    'caseSource',
    'checkCancel',
    'checkCase',
    'checkChunking',
    'checkConformance',
    'checkDraining',
    'checkEndOfInput',
    'checkLimits',
    'checkLinear',
    'checkOrder',
    'checkOwnership',
    'checkPrefix',
    'checkPrompt',
    'checkReference',
    'checkReset',
    'checkRoundTrip',
    'checkSplit',
    'cutAt',
    'cutStream',
    'describeCounterexample',
    'eventStream',
    'laws',
    'referenceParse',
    'reportSummary',
    'reportToJson',
    'reportToMarkdown',
    'undispatchedStream',
  ])
  expect(Object.keys(vitestEntry)).toEqual(['describeConformance'])
})

test('laws by number', () => {
  expect(conformance.laws.map(({ number, name }) => `${number} ${name}`)).toEqual([
    '1 reference',
    '2 chunking',
    '2 ownership',
    '3 draining',
    '3 prompt',
    '4 limits',
    '5 prefix',
    '6 order',
    '7 round-trip',
    '8 end-of-input',
    '9 cancel',
    '10 reset',
    '13 split',
    '14 linear',
  ])
})

test('the capabilities of the standard', () => {
  expect(conformance.STANDARD_CAPABILITIES).toEqual({
    idModel: 'persisted',
    eof: 'discard',
    typeDefault: undefined,
    comments: 'none',
    retry: 'immediate',
    sentinel: undefined,
    limits: 'none',
    input: 'bytes',
  })
})
