import { useSyncExternalStore } from 'react'

const minute = 60_000
let now = Date.now()

function subscribe(changed: () => void) {
  now = Date.now()
  const timer = setInterval(() => {
    now = Date.now()
    changed()
  }, minute)
  return () => clearInterval(timer)
}

/** The time in milliseconds, renewed every minute. */
export function useNow() {
  return useSyncExternalStore(subscribe, () => now)
}
