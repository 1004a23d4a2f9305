import type { DecodeChatStreamOptions } from '@sse/chat'
import { errorRows } from './error-rows.ts'
import { framingRows } from './framing-rows.ts'
import { payloadRows } from './payload-rows.ts'
import type { RowCase } from './row-case.ts'
import { transportRows } from './transport-rows.ts'
import { unicodeRows } from './unicode-rows.ts'

/** The cases of all rows that are about chat streams, or about streams of either kind. */
export const chatRows: readonly RowCase<DecodeChatStreamOptions>[] = [
  ...transportRows,
  ...framingRows,
  ...payloadRows,
  ...errorRows,
  ...unicodeRows,
]
