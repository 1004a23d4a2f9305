export {
  openSourceSync,
  openStreamSync,
  type OpenStreamSyncOptions,
  type RequestSyncOptions,
} from './sync-request.ts'
export {
  fetchBodySync,
  type FetchBodySyncOptions,
  type FetchedBodySync,
} from './sync-fetch-body.ts'
export { SyncStream } from './sync-stream.ts'
export type { DecodingSyncOptions, SyncStreamSource } from './sync-item-source.ts'
export type { PlatformHeaders, SyncResponse } from './sync-response.ts'

export type { DecodingOptions } from './item-source.ts'
export type { Deadlines } from './deadlines.ts'
export type { WholeBodyOptions } from './whole-body.ts'
export type { Outcome } from './outcome.ts'
