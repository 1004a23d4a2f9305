interface Runtime {
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> }
}

/** An environment variable where the runtime has such; undefined when it is unset or blank. */
export function environment(name: string): string | undefined {
  try {
    const value = (globalThis as Runtime).process?.env?.[name]?.trim()
    return value === '' ? undefined : value
  } catch {
    // Deno throws where reading the environment is not allowed.
    return undefined
  }
}

/** The headers of `OPENAI_CUSTOM_HEADERS`: one to a line, `name: value`. */
export function environmentHeaders(): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of environment('OPENAI_CUSTOM_HEADERS')?.split('\n') ?? []) {
    const [, name, value] = /^([^:]+):(.*)$/s.exec(line) ?? []
    if (name !== undefined) headers[name.trim()] = value!.trim()
  }
  return headers
}

/** Where requests go, and in whose name. */
interface Settings<Key> {
  readonly apiKey?: Key | undefined
  readonly baseURL?: string | undefined
  readonly organization?: string | null | undefined
  readonly project?: string | null | undefined
}

/** What the options say of key and address, and else the environment. Throws a `TypeError` when there is no key. */
export function environmentSettings<Key>(
  options: Settings<Key>,
): Settings<Key | string> & { readonly apiKey: Key | string; readonly baseURL: string } {
  const apiKey = options.apiKey ?? environment('OPENAI_API_KEY')
  if (apiKey === undefined) {
    throw new TypeError(
      "No API key: pass `apiKey`, or set OPENAI_API_KEY; for a server that wants none pass apiKey: ''",
    )
  }
  // What is said is said, be it that there is none.
  const said = <Value>(value: Value | undefined, name: string) =>
    value === undefined ? environment(name) : value
  return {
    apiKey,
    baseURL: said(options.baseURL, 'OPENAI_BASE_URL') || 'https://api.openai.com/v1',
    organization: said(options.organization, 'OPENAI_ORG_ID'),
    project: said(options.project, 'OPENAI_PROJECT_ID'),
  }
}
