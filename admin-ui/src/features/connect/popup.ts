/** What became of a window: it opened, the browser did not let it, or nobody can tell. */
export type Popup = 'opened' | 'blocked' | 'unknown'

/**
 * Does something that opens a window, and tells what became of that. The SDK keeps silent about a window that the browser
 * blocks, so the only one who knows is `window.open`, which is looked over the shoulder meanwhile.
 */
export function watchPopup(act: () => void): Popup {
  const { open } = window
  let popup: Popup = 'unknown'
  window.open = (...args) => {
    const opened = open.apply(window, args)
    popup = opened && !opened.closed ? 'opened' : 'blocked'
    return opened
  }
  try {
    act()
  } finally {
    window.open = open
  }
  return popup
}
