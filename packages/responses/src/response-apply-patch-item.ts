import type { ResponseToolCaller } from './response-tool-caller.ts'

/** A patch to apply. */
export interface ResponseApplyPatchToolCall {
  readonly type: 'apply_patch_call'
  readonly id: string
  /** What the result must refer to. */
  readonly call_id: string
  readonly status: 'in_progress' | 'completed'
  readonly operation: ResponseApplyPatchOperation
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}

/** What happens to a file. */
export type ResponseApplyPatchOperation =
  | ResponseApplyPatchCreateFile
  | ResponseApplyPatchDeleteFile
  | ResponseApplyPatchUpdateFile

/** A file is made. */
export interface ResponseApplyPatchCreateFile {
  readonly type: 'create_file'
  readonly path: string
  readonly diff: string
}

/** A file is deleted. */
export interface ResponseApplyPatchDeleteFile {
  readonly type: 'delete_file'
  readonly path: string
}

/** A file is changed. */
export interface ResponseApplyPatchUpdateFile {
  readonly type: 'update_file'
  readonly path: string
  readonly diff: string
}

/** How a patch went. */
export interface ResponseApplyPatchToolCallOutput {
  readonly type: 'apply_patch_call_output'
  readonly id: string
  readonly call_id: string
  readonly status: 'completed' | 'failed'
  readonly output?: string | null
  readonly caller?: ResponseToolCaller | null
  readonly created_by?: string
}
