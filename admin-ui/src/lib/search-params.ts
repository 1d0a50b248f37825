type SearchParams = Record<string, unknown>

/** Reads a query string into strings and, for repeated names, lists of strings; routes give them meaning. */
export function parseSearch(search: string): SearchParams {
  const params = new URLSearchParams(search)
  const names = [...new Set(params.keys())]
  return Object.fromEntries(
    names.map((name) => {
      const values = params.getAll(name)
      return [name, values.length > 1 ? values : values[0]]
    }),
  )
}

/** Writes what `parseSearch` reads. Empty values are left out. */
export function stringifySearch(search: SearchParams) {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') {
        params.append(name, String(item))
      }
    }
  }
  const query = params.toString()
  return query ? `?${query}` : ''
}

/** `value` when it is one of `allowed`, else undefined. */
export function oneOf<const T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((item) => item === value)
}

/** The members of `allowed` that `value` (one string or a list) names, without repetition; undefined when none. */
export function someOf<const T extends string>(allowed: readonly T[], value: unknown): T[] | undefined {
  const named = Array.isArray(value) ? value : [value]
  const found = allowed.filter((item) => named.includes(item))
  return found.length > 0 ? found : undefined
}

/** `value` when it is a string that is not empty, else undefined. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
