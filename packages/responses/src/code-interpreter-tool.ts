import type { ToolAllowedCaller } from './response-tool.ts'
import type {
  ContainerMemoryLimit,
  ContainerNetworkPolicyAllowlist,
  ContainerNetworkPolicyDisabled,
} from './tool-container.ts'

/** Python in a container of OpenAI's. */
export interface CodeInterpreterTool {
  readonly type: 'code_interpreter'
  /** The id of a container, or what a new one should be like. */
  readonly container: string | CodeInterpreterContainer
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
}

/** A new container for the code interpreter. */
export interface CodeInterpreterContainer {
  readonly type: 'auto'
  readonly file_ids?: readonly string[]
  readonly memory_limit?: ContainerMemoryLimit | null
  readonly network_policy?: ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist
}
