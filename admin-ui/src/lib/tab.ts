/**
 * Keeps something for as long as the tab is open, so that it is there after a reload and after a way to Meta and back. A browser that
 * keeps nothing has the page work until it is left.
 */
export function keepInTab(key: string, value: string) {
  try {
    window.sessionStorage.setItem(key, value)
  } catch {
    // It is not to be had.
  }
}

/** What this tab has kept; null for nothing. */
export function findInTab(key: string) {
  try {
    return window.sessionStorage.getItem(key)
  } catch {
    return null
  }
}
