/**
 * Takes a secret out of the address bar: what follows `prefix` in the URL's fragment, or null. The fragment is removed
 * at once, so that the secret stays neither in the history nor on the screen.
 */
export function takeSecret(prefix: string, location: Location, history: History) {
  const fragment = location.hash.slice(1)
  if (!fragment.startsWith(prefix)) {
    return null
  }
  history.replaceState(history.state, '', location.pathname + location.search)
  return fragment.slice(prefix.length)
}

/** Loads the page anew when somebody opens another link in the same tab: that changes only the fragment. */
export function reloadOnNewSecret(prefix: string) {
  window.addEventListener('hashchange', () => {
    if (window.location.hash.startsWith(`#${prefix}`)) {
      window.location.reload()
    }
  })
}
