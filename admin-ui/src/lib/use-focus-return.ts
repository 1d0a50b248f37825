import { useEffect, useEffectEvent } from 'react'

/** Gives the focus back to what opened a dialog, or to the page if that goes away with what was done. */
export function useFocusReturn(opened: boolean, goesAway: boolean) {
  const giveBack = useEffectEvent((opener: Element | null) => {
    const focused = goesAway || !opener?.isConnected ? document.getElementById('main') : (opener as HTMLElement)
    focused?.focus({ preventScroll: true })
  })
  useEffect(() => {
    if (opened) {
      const opener = document.activeElement
      return () => giveBack(opener)
    }
  }, [opened])
}
