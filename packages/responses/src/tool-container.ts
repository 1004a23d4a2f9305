/** How much memory a container has. */
export type ContainerMemoryLimit = '1g' | '4g' | '16g' | '64g'

/** No network. */
export interface ContainerNetworkPolicyDisabled {
  readonly type: 'disabled'
}

/** Network to some domains. */
export interface ContainerNetworkPolicyAllowlist {
  readonly type: 'allowlist'
  readonly allowed_domains: readonly string[]
  readonly domain_secrets?: readonly ContainerNetworkPolicyDomainSecret[]
}

/** A secret that is sent to one domain. */
export interface ContainerNetworkPolicyDomainSecret {
  readonly domain: string
  readonly name: string
  readonly value: string
}
