import type { ToolAllowedCaller } from './response-tool.ts'
import type {
  ContainerMemoryLimit,
  ContainerNetworkPolicyAllowlist,
  ContainerNetworkPolicyDisabled,
} from './tool-container.ts'

/** A shell on the caller's side, older form. */
export interface LocalShellTool {
  readonly type: 'local_shell'
}

/** A shell, in a container of OpenAI's or on the caller's side. */
export interface FunctionShellTool {
  readonly type: 'shell'
  readonly environment?: ContainerAuto | LocalEnvironment | ContainerReference | null
  readonly allowed_callers?: readonly ToolAllowedCaller[] | null
}

/** A new container for the shell. */
export interface ContainerAuto {
  readonly type: 'container_auto'
  readonly file_ids?: readonly string[]
  readonly memory_limit?: ContainerMemoryLimit | null
  readonly network_policy?: ContainerNetworkPolicyDisabled | ContainerNetworkPolicyAllowlist
  readonly skills?: readonly (SkillReference | InlineSkill)[]
}

/** A container that exists. */
export interface ContainerReference {
  readonly type: 'container_reference'
  readonly container_id: string
}

/** The caller's own machine. */
export interface LocalEnvironment {
  readonly type: 'local'
  readonly skills?: readonly LocalSkill[]
}

/** A skill on the caller's own machine. */
export interface LocalSkill {
  readonly name: string
  readonly description: string
  readonly path: string
}

/** A skill that was uploaded. */
export interface SkillReference {
  readonly type: 'skill_reference'
  readonly skill_id: string
  readonly version?: string
}

/** A skill inside the request. */
export interface InlineSkill {
  readonly type: 'inline'
  readonly name: string
  readonly description: string
  readonly source: InlineSkillSource
}

/** The archive of a skill. */
export interface InlineSkillSource {
  readonly type: 'base64'
  readonly media_type: 'application/zip'
  /** In base64. */
  readonly data: string
}
