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
