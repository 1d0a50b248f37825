import { useSyncExternalStore } from 'react'

const minute = 60_000
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** One timer serves everybody, and runs only while somebody listens. */
function subscribe(changed: () => void) {
  listeners.add(changed)
  timer ??= setInterval(tick, minute)
  return () => {
    listeners.delete(changed)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function tick() {
  now = Date.now()
  listeners.forEach((changed) => changed())
}

function read() {
  if (timer === undefined && Date.now() - now >= minute) {
    now = Date.now() // nobody has kept it going
  }
  return now
}

/** The time in milliseconds, renewed every minute. */
export function useNow() {
  return useSyncExternalStore(subscribe, read)
}
