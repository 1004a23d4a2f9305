import type { ResponseItemStatus } from './response-item-status.ts'
import type { Tool } from './response-tool.ts'

/** A search in the web. */
export interface ResponseFunctionWebSearch {
  readonly type: 'web_search_call'
  readonly id: string
  readonly status: ResponseItemStatus | 'searching' | 'failed'
  /** Absent until it is known, and at xAI to the end. */
  readonly action?: ResponseWebSearchAction
}

/** A step of a web search. */
export type ResponseWebSearchAction =
  | ResponseWebSearchQuery
  | ResponseWebSearchOpenPage
  | ResponseWebSearchFindInPage

/** A query. */
export interface ResponseWebSearchQuery {
  readonly type: 'search'
  readonly queries?: readonly string[]
  /** The predecessor of `queries`. */
  readonly query?: string
  readonly sources?: readonly ResponseWebSearchSource[]
}

/** A page that a search has used. */
export interface ResponseWebSearchSource {
  readonly type: 'url'
  readonly url: string
}

/** A page is opened. */
export interface ResponseWebSearchOpenPage {
  readonly type: 'open_page'
  readonly url?: string | null
}

/** A page is searched. */
export interface ResponseWebSearchFindInPage {
  readonly type: 'find_in_page'
  readonly url: string
  readonly pattern: string
}

/** A search in uploaded files. */
export interface ResponseFileSearchToolCall {
  readonly type: 'file_search_call'
  readonly id: string
  readonly status: ResponseItemStatus | 'searching' | 'failed'
  readonly queries: readonly string[]
  readonly results?: readonly ResponseFileSearchResult[] | null
}

/** A piece of a file that a search found. */
export interface ResponseFileSearchResult {
  readonly file_id?: string
  readonly filename?: string
  readonly attributes?: Readonly<Record<string, string | number | boolean>> | null
  /** From 0 to 1. */
  readonly score?: number
  readonly text?: string
}

/** A search among tools. */
export interface ResponseToolSearchCall {
  readonly type: 'tool_search_call'
  readonly id: string
  readonly call_id: string | null
  readonly arguments: unknown
  readonly execution: 'server' | 'client'
  readonly status: ResponseItemStatus
  readonly created_by?: string
}

/** The tools that a search found. */
export interface ResponseToolSearchOutputItem {
  readonly type: 'tool_search_output'
  readonly id: string
  readonly call_id: string | null
  readonly execution: 'server' | 'client'
  readonly status: ResponseItemStatus
  readonly tools: readonly Tool[]
  readonly created_by?: string
}
