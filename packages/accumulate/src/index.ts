export { ChatAccumulator, type ChatFinishOptions } from './chat-accumulator.ts'
export type { ChatAccumulatorOptions } from './chat-accumulator-options.ts'
export type { ChatCheckpoint } from './chat-checkpoint.ts'
export type { ChatUpdate, ChatUpdateOf } from './chat-update.ts'

export {
  accumulateChat,
  accumulateChatSync,
  type AccumulateChatOptions,
  type ChatItems,
} from './accumulate-chat.ts'
export { chatUpdates, type ChatUpdates } from './chat-updates.ts'
export { chatUpdatesSync } from './chat-updates-sync.ts'

export { partialCompletion, withPartial } from './partial-completion.ts'
export { reasoningText } from './reasoning-text.ts'
