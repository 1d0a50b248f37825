import { useState } from 'react'

/** Mantine gives the focus back 10 ms after a dialog closed; one that is gone by then, as where nothing may move, would keep it. */
const focusHasReturned = 50

/** A key for a dialog that begins anew with each opening, and what to call once nothing of it is seen any more. */
export function useOpenings() {
  const [times, setTimes] = useState(0)
  const onClosed = () => void setTimeout(() => setTimes(times + 1), focusHasReturned)
  return [times, onClosed] as const
}
