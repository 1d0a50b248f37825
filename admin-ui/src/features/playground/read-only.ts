import { useSyncExternalStore } from 'react'

export type ReadOnly = ReturnType<typeof createReadOnly>

/** Whether mutations are held back. On with each visit, so that nobody changes anything by mistake. */
export function createReadOnly() {
  let on = true
  const listeners = new Set<() => void>()
  return {
    isOn: () => on,
    set(next: boolean) {
      on = next
      listeners.forEach((changed) => changed())
    },
    subscribe(changed: () => void) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
  }
}

export function useReadOnly({ subscribe, isOn }: ReadOnly) {
  return useSyncExternalStore(subscribe, isOn)
}
