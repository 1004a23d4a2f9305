// So many are sorted again for one that comes late. OpenAI gives at most 128.
const ALWAYS_SORTED = 1_024
// Of more, one late choice for each so many makes it worth the while.
const SORTED_PER_LATE_CHOICE = 64

/**
 * Sorts choices by their indexes, where the first `ordered` of them are sorted already. Gives how many
 * are, from the first: all, unless there are very many and a few came late, which then wait for more,
 * or for the end (`isOver`). A look after every chunk so costs the same whatever order they come in.
 */
export function orderChoices(
  choices: { readonly index: number }[],
  ordered: number,
  isOver = false,
): number {
  const { length } = choices
  const late = length - ordered
  if (late === 0) return length
  if (!isOver && length > ALWAYS_SORTED && late * SORTED_PER_LATE_CHOICE <= length) return ordered
  choices.sort((a, b) => a.index - b.index)
  return length
}
