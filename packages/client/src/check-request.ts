interface Runtime {
  readonly location?: { readonly href: string }
  readonly URL?: { canParse?(url: string, base?: string): boolean }
}

/**
 * Refuses what `fetch` would repeat in its error, and with it a key or a password. Throws a `TypeError`.
 * A `fetch` that was passed may know what a relative URL is relative to.
 */
export function checkRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  fetch?: unknown,
): void {
  const { location, URL } = globalThis as Runtime
  const base = location?.href ?? (fetch === undefined ? undefined : 'http://localhost/')
  if (URL?.canParse?.(url, base) === false) throw new TypeError('The URL is not valid')
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url)) {
    throw new TypeError('The URL holds credentials: send them in a header')
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^`|~\w-]+$/.test(name)) {
      throw new TypeError('The name of a header is not valid')
    }
    if (!/^[\t -~\u0080-\u00ff]*$/.test(value)) {
      throw new TypeError(`The value of the header \`${name}\` is not valid`)
    }
  }
}
