// Where our final objects and those of the official SDK's chat helper differ, and why.

import { isDeepStrictEqual } from 'node:util'
import type { Json } from './chat-chunks.ts'
import { d, end, t } from './row-case.ts'

export interface Difference {
  /** Such as `choices.message.content`: without indexes. */
  readonly path: string
  readonly ours: unknown
  readonly theirs: unknown
}

/** Every place where two JSON values differ, as deep as it goes. */
export function differencesOf(ours: unknown, theirs: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(ours, theirs)) return []
  const areObjects = [ours, theirs].every((each) => typeof each === 'object' && each !== null)
  if (!areObjects || Array.isArray(ours) !== Array.isArray(theirs)) return [{ path, ours, theirs }]
  const [a, b] = [ours as Record<string, unknown>, theirs as Record<string, unknown>]
  const inner = (key: string): string =>
    Array.isArray(ours) ? path : `${path}${path === '' ? '' : '.'}${key}`
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differencesOf(a[key], b[key], inner(key)),
  )
}

const at =
  (path: RegExp, test: (difference: Difference) => boolean = () => true) =>
  (difference: Difference): boolean =>
    path.test(difference.path) && test(difference)

const ROLE = d({ role: 'assistant' })

/** The differences there are. */
export const DIFFERENCES: readonly {
  readonly why: string
  readonly is: (difference: Difference) => boolean
  /** A stream in which it is. */
  readonly chunks: readonly Json[]
}[] = [
  {
    why: 'Content that is the empty string is none, as in the API’s own object for a message of calls',
    is: at(/^choices\.message\.content$/, ({ ours, theirs }) => ours === null && theirs === ''),
    chunks: [ROLE, d({ content: '' }), end()],
  },
  {
    why: 'Content in parts (Mistral): ours is the text, theirs the text and “[object Object]”, or nothing',
    is: at(/^choices\.message\.(content|content_parts)(\.|$)/, ({ theirs }) => theirs !== ''),
    chunks: [ROLE, d({ content: [{ type: 'text', text: 'a' }] }), end('stop', { content: 'b' })],
  },
  {
    why: 'Reasoning and annotations come in pieces: ours are all of them, theirs the last',
    is: at(/^choices\.message\.(reasoning|reasoning_content|reasoning_details|annotations)(\.|$)/),
    chunks: [ROLE, d({ reasoning: 'a', content: 'x' }), end('stop', { reasoning: 'b' })],
  },
  {
    why: 'Null says nothing, so it takes nothing away, and makes no key of what servers add',
    is: at(
      /^(choices\.(native_finish_reason|token_ids|stop_reason|logprobs)|service_tier|usage(\.\w+)?|prompt_\w+)$/,
      ({ theirs }) =>
        theirs === null || Object.values(theirs ?? { a: 1 }).every((each) => each === null),
    ),
    chunks: [
      ROLE,
      d({ content: 'a' }, {}, { usage: { total_tokens: 1 } }),
      end('stop', {}, { native_finish_reason: null }),
      { ...d({}), choices: [], usage: null },
    ],
  },
  {
    why: 'Filter results and fields at the top stay, where a later chunk has them empty or not at all',
    is: at(
      /^(choices\.content_filter_results|system_fingerprint)(\.|$)/,
      ({ theirs }) => theirs === undefined,
    ),
    chunks: [
      ROLE,
      d({ content: 'a' }, { content_filter_results: { hate: { filtered: false } } }),
      end('stop', {}, { content_filter_results: {} }),
    ],
  },
  {
    why: 'Objects that servers add are merged: theirs are the last (Groq has a seed in the first)',
    is: at(/^x_groq\.\w+$/, ({ theirs }) => theirs === undefined),
    chunks: [
      ROLE,
      d({ content: 'a' }, {}, { x_groq: { seed: 1 } }),
      end('stop', {}, {}),
      { ...d({}), choices: [], x_groq: { id: 'r' } },
    ],
  },
  {
    why: 'Padding is dropped under each name of it',
    is: at(/^p$/, ({ ours }) => ours === undefined),
    chunks: [ROLE, { ...end('stop', { content: 'a' }), p: 'abc' }],
  },
  {
    why: '`id`, `model` and `created` are the first that say something, and are always there',
    is: at(/^(id|model|created)$/),
    chunks: [ROLE, { ...end('stop', { content: 'a' }), created: 2 }],
  },
  {
    why: 'Usage under `x_groq`, or on chunks without an id, is usage',
    is: at(/^usage(\.\w+)?$/, ({ ours }) => ours !== undefined),
    chunks: [ROLE, { ...end('stop', { content: 'a' }), x_groq: { usage: { total_tokens: 1 } } }],
  },
  {
    why: 'Audio without a finish reason has none: theirs is a `stop` that nobody sent',
    is: at(/^choices\.finish_reason$/, ({ ours, theirs }) => ours === null && theirs === 'stop'),
    chunks: [
      ROLE,
      d({ audio: { id: 'a', data: 'AAAA', transcript: 'a' } }),
      d({ audio: { expires_at: 9 } }),
    ],
  },
  {
    why: 'The first finish reason counts, and a later one is beside it',
    is: at(/^choices\.(last_)?finish_reason$/, ({ ours }) => ours !== null),
    chunks: [ROLE, end('tool_calls', { content: 'a' }), end('stop')],
  },
  {
    why: 'Log probabilities have both lists of the API, null where there is none',
    is: at(/^choices\.logprobs\.\w+$/, ({ ours, theirs }) => ours === null && theirs === undefined),
    chunks: [ROLE, end('stop', { content: 'a' }, { logprobs: { content: [] } })],
  },
  {
    why: '`text` beside a delta (Together) is in the delta too, so it is not kept twice',
    is: at(/^choices\.text$/, ({ ours }) => ours === undefined),
    chunks: [ROLE, end('stop', { content: 'a' }, { text: 'a' })],
  },
]

/** What the helper throws for streams of which ours has the object. */
export const REFUSALS: readonly {
  readonly message: string
  readonly why: string
  readonly chunks: readonly Json[]
}[] = [
  {
    message: 'missing finish_reason for choice',
    why: 'C16: `[DONE]` is enough',
    chunks: [ROLE, d({ content: 'a' })],
  },
  {
    message: 'missing role for choice',
    why: 'C9: the role is `assistant`',
    chunks: [end('stop', { content: 'a' })],
  },
  {
    message: 'Chat completion stream contains an invalid tool call index',
    why: 'C10, C15',
    chunks: [ROLE, t({ id: 'a', function: { name: 'f', arguments: '{}' } }), end()],
  },
  {
    message: 'Chat completion stream contains an unsafe snapshot tool-call',
    why: 'C33: a message beside the delta, with null for calls',
    chunks: [
      d({ role: 'assistant' }, { message: { tool_calls: null } }),
      end('stop', { content: 'a' }),
    ],
  },
  {
    message: 'no tool call snapshot',
    why: 'C33: a message beside the delta, without the call that has begun',
    chunks: [
      ROLE,
      t({ index: 0, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
      end('stop', {}, { message: { role: 'assistant', tool_calls: [] } }),
    ],
  },
  {
    message: "Cannot read properties of undefined (reading 'id')",
    why: 'C15: an index from 1',
    chunks: [
      ROLE,
      t({ index: 1, id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } }),
      end(),
    ],
  },
]
