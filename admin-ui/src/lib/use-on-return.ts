import { useEffect, useEffectEvent } from 'react'

/**
 * Calls `back` when somebody comes back to a page that was out of sight. A timer instead would keep a session alive
 * that nobody uses.
 */
export function useOnReturn(back: () => void) {
  const call = useEffectEvent(back)
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') {
        call()
      }
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
}
