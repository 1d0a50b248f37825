import { useState } from 'react'

/** A key for a dialog that begins anew with each opening, and what to call once nothing of it is seen any more. */
export function useOpenings() {
  const [times, setTimes] = useState(0)
  return [times, () => setTimes(times + 1)] as const
}
