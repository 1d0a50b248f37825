/** How long somebody may look without touching anything, in milliseconds. */
const patience = 15 * 60_000

let touchedAt = Date.now()

for (const kind of ['focus', 'keydown', 'pointerdown', 'pointermove', 'wheel']) {
  window.addEventListener(kind, () => (touchedAt = Date.now()), { capture: true, passive: true })
}

/**
 * Whether somebody is at the page. What asks by itself looks here first: each request keeps the session alive, and a page
 * that was left open must not do so all night.
 */
export function hasAttention() {
  return !document.hidden && Date.now() - touchedAt < patience
}
