/** The arguments of a Relay list. */
export interface PageArguments {
  first?: number | null
  after?: string | null
  last?: number | null
  before?: string | null
}

/** One page of `nodes`; a cursor is a place in the list. */
export function paginate<T>(nodes: T[], { first, after, last, before }: PageArguments) {
  const start = after ? Number(after) + 1 : 0
  const end = before ? Number(before) : nodes.length
  const from = last ? Math.max(start, end - last) : start
  const to = last ? end : Math.min(end, start + (first ?? 25))
  const edges = nodes.slice(from, to).map((node, i) => ({ cursor: String(from + i), node }))
  return {
    edges,
    pageInfo: {
      hasNextPage: to < nodes.length,
      hasPreviousPage: from > 0,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: nodes.length,
  }
}
