/** Whether a text is JSON, all of it. */
export function isWholeJSON(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
