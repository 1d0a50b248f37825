import { useEffect, useEffectEvent } from 'react'
import { hasAttention } from './attention'

/** Asks again every few seconds for as long as something is under way and somebody is there to see it. */
export function useRefetchWhile(underWay: boolean, refetch: () => void) {
  const ask = useEffectEvent(() => {
    if (hasAttention()) {
      refetch()
    }
  })
  useEffect(() => {
    if (!underWay) {
      return undefined
    }
    const timer = setInterval(() => ask(), 4000)
    return () => clearInterval(timer)
  }, [underWay])
}
