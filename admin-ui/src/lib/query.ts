/** What the address says under `name`, in documents that no router looks after; empty when it says nothing. */
export function readQuery(name: string) {
  return new URLSearchParams(window.location.search).get(name) ?? ''
}

/** Has the address say `value`, or nothing when that is empty, without a new entry in the history. */
export function writeQuery(name: string, value: string) {
  const query = new URLSearchParams(window.location.search)
  if (value) {
    query.set(name, value)
  } else {
    query.delete(name)
  }
  const { pathname, hash } = window.location
  window.history.replaceState(window.history.state, '', pathname + (query.size > 0 ? `?${query}` : '') + hash)
}
