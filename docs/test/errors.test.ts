// The list of errors: every code that a source raises has its place, and no other, and each says what there is to say.

import { globSync, readFileSync } from 'node:fs'
import * as accumulate from '@sse/accumulate'
import * as json from '@sse/accumulate/json'
import * as client from '@sse/client'
import * as core from '@sse/core'
import * as decoder from '@sse/core/decoder'
import * as jsonDecoder from '@sse/core/json-decoder'
import type { StreamErrorCode } from '@sse/openai'
import { describe, expect, test } from 'vitest'
import { root } from './run-program.ts'

const page = readFileSync(`${root}docs/errors.md`, 'utf8')
const entries = page.split(/^### /m).slice(1)
const codeOf = (entry: string): string => entry.split('\n', 1)[0] ?? ''

/** The codes that the classes of errors are declared with. */
const declared = new Set(
  globSync('packages/*/src/**/*.ts', { cwd: root }).flatMap((file) =>
    Array.from(
      readFileSync(root + file, 'utf8').matchAll(
        /^ {2}(?:override )?readonly code\b[^=]*= '(ERR_SSE_\w+)'/gm,
      ),
      ([, code = '']) => code,
    ),
  ),
)

test('each code that is declared has an entry, and each entry is of such a code', () => {
  expect(declared.size).toBeGreaterThan(20)
  expect(entries.map(codeOf).toSorted()).toEqual([...declared].toSorted())
})

// Compiles as long as it has each code of the union, and no other.
const union: Readonly<Record<StreamErrorCode, true>> = {
  ERR_SSE_ABORTED: true,
  ERR_SSE_ANOMALY: true,
  ERR_SSE_AUTHENTICATION: true,
  ERR_SSE_BAD_REQUEST: true,
  ERR_SSE_BODY_TOO_LARGE: true,
  ERR_SSE_CONFLICT: true,
  ERR_SSE_CONNECTION: true,
  ERR_SSE_CONTENT_FILTER_FINISH_REASON: true,
  ERR_SSE_EMPTY_STREAM: true,
  ERR_SSE_EVENT_TOO_LARGE: true,
  ERR_SSE_INTERNAL_SERVER: true,
  ERR_SSE_LENGTH_FINISH_REASON: true,
  ERR_SSE_MALFORMED_PAYLOAD: true,
  ERR_SSE_NOT_EVENT_STREAM: true,
  ERR_SSE_NOT_FOUND: true,
  ERR_SSE_PERMISSION_DENIED: true,
  ERR_SSE_RATE_LIMIT: true,
  ERR_SSE_SCHEMA: true,
  ERR_SSE_STATUS: true,
  ERR_SSE_TIMEOUT: true,
  ERR_SSE_TRUNCATED: true,
  ERR_SSE_UNPROCESSABLE_ENTITY: true,
  ERR_SSE_UPSTREAM: true,
}

test('the closed union has each of them but those that no stream ends with', () => {
  const outside = [...declared].filter((code) => !Object.hasOwn(union, code))
  expect(outside.toSorted()).toEqual(['ERR_SSE_PARTIAL_JSON', 'ERR_SSE_UNENCODABLE'])
  const others = page.split(/^## Of text and events by themselves$/m)[1] ?? ''
  expect(others.split(/^### /m).slice(1).map(codeOf).toSorted()).toEqual(outside.toSorted())
})

describe('each entry', () => {
  const doors: Readonly<Record<string, unknown>> = {
    ...accumulate,
    ...json,
    ...client,
    ...core,
    ...decoder,
    ...jsonDecoder,
  }

  test.each(entries.map((entry) => [codeOf(entry), entry]))('%s', (code, entry) => {
    const [, name = ''] = /^`(\w+Error)`/m.exec(entry) ?? []
    expect(doors[name]).toBeTypeOf('function')
    const source = globSync('packages/*/src/**/*.ts', { cwd: root })
      .map((file) => readFileSync(root + file, 'utf8'))
      .find((text) => text.includes(`class ${name} `) || text.includes(`class ${name}<`))
    const declaration = source?.slice(source.search(new RegExp(`class ${name}\\b`)))
    expect(/ERR_SSE_\w+(?=')/.exec(declaration ?? '')?.[0]).toBe(code)
    for (const point of ['Whose fault', 'State', 'What to do']) {
      expect(entry.match(new RegExp(`^- ${point}: .`, 'gm'))).toHaveLength(1)
    }
  })
})
