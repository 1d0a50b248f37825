const key = 'onboarding-token'

/**
 * Keeps an onboarding token for as long as the tab is open, so that it is there after a reload and after a way to Meta and
 * back. It lies where scripts of this page's origin can read it, as what is in memory does, and is never sent by itself.
 */
export function keepToken(token: string) {
  try {
    window.sessionStorage.setItem(key, token)
  } catch {
    // A browser that keeps nothing: the page works until it is left.
  }
}

/** The token that this tab was opened with; null when there is none. */
export function findToken() {
  try {
    return window.sessionStorage.getItem(key)
  } catch {
    return null
  }
}
