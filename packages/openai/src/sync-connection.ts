import {
  type DecodingSyncOptions,
  fetchBodySync,
  openSourceSync,
  type RequestSyncOptions as ClientOptions,
  type SyncStreamSource,
} from '@sse/client/sync'
import { type Call, type CallMessage, checkAccess, messageOf, settingsOf } from './call.ts'
import { parseAnswer } from './parse-answer.ts'
import {
  checkSyncOptions,
  type ConnectionSyncOptions,
  type RequestSyncOptions,
} from './sync-request-options.ts'

/** What the client itself has settled. */
export interface SyncConnectionInit extends ConnectionSyncOptions {
  readonly apiKey: string
  readonly baseURL: string
}

type Settings = SyncConnectionInit & RequestSyncOptions

/** Where requests go, with which headers and on which terms. The key is in a private field: nothing prints it. */
export class SyncConnection {
  readonly #options: SyncConnectionInit

  constructor(options: SyncConnectionInit) {
    checkSyncOptions(options)
    checkAccess(options)
    this.#options = options
  }

  /** The settings of a call: its own over the client's. Throws a `TypeError` for what no thread can be given. */
  settings<Options extends RequestSyncOptions>(options: Options): Settings & Options {
    checkSyncOptions(options)
    return settingsOf(this.#options, options as Options & Partial<Settings>)
  }

  /** Sends a call, waits for the head of its answer, and gives what a stream is made of. */
  stream<Item>(
    call: Call,
    settings: Settings,
    decoding: DecodingSyncOptions<Item>,
  ): SyncStreamSource<Item> {
    const { url, ...terms } = requestOf(call, settings)
    const { maxEventSize } = settings
    return openSourceSync(url, { ...terms, maxEventSize, ...decoding })
  }

  /** Sends a call, waits for all of its answer, and gives the JSON of it. */
  json(call: Call, settings: Settings): unknown {
    const { url, headers, ...terms } = requestOf(call, settings)
    const { maxEventSize: maxBodySize } = settings
    const accepting = { accept: 'application/json', ...headers }
    return parseAnswer(fetchBodySync(url, { ...terms, headers: accepting, maxBodySize }))
  }
}

function requestOf(call: Call, settings: Settings): CallMessage & ClientOptions {
  const { deadlines, maxRetries, signal, worker } = settings
  return { ...messageOf(call, settings), deadlines, maxRetries, signal, worker }
}
