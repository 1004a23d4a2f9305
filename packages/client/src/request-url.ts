/** A URL, or the text of one. */
export type RequestURL = string | { readonly href: string }

/** The text of a URL. */
export function hrefOf(url: RequestURL): string {
  return typeof url === 'string' ? url : url.href
}
