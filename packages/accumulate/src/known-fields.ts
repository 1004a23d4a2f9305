// The fields that are read, of what servers send: all others are copied as they are.

import { REASONING_KEYS } from './growing-reasoning.ts'

type Fields = ReadonlySet<string>

export const CHUNK_FIELDS: Fields = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  // Padding that hides how long the deltas are: OpenAI's, Mistral's.
  'obfuscation',
  'p',
])

export const CHOICE_FIELDS: Fields = new Set([
  'index',
  'delta',
  'finish_reason',
  'logprobs',
  'message',
  'text',
  'usage',
  'token_ids',
])

export const MESSAGE_FIELDS: Fields = new Set([
  'role',
  'content',
  'refusal',
  'tool_calls',
  'function_call',
  'audio',
  'annotations',
  'content_parts',
  'reasoning_details',
  ...REASONING_KEYS,
])

export const AUDIO_FIELDS: Fields = new Set(['id', 'data', 'transcript'])

export const CALL_FIELDS: Fields = new Set(['index', 'id', 'type', 'function', 'custom'])

/** Of the part of a call that has its name and its text. */
export const CALL_BODY_FIELDS: Fields = new Set(['name', 'arguments', 'input'])
