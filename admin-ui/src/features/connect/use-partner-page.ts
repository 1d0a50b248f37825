import { useEffect, useState } from 'react'
import { askPartner, meetPartner, type PartnerPage, type Refusal } from './partner-page'

/** How long a page may take to hand over the token: it may have to fetch that first. */
const patience = 20_000

/** Whom the window is for: not known yet, nobody (`unmet`: nobody has opened it, or answers), nobody who may, or a page. */
export type Meeting = 'asking' | 'unmet' | Refusal | PartnerPage

/** Meets the page that has opened this window. */
export function usePartnerPage(): Meeting {
  const [opener] = useState(() => window.opener as Window | null)
  const [meeting, setMeeting] = useState<Meeting>(opener ? 'asking' : 'unmet')

  useEffect(() => {
    if (!opener) {
      return undefined
    }
    let shown = true
    const timer = setTimeout(() => setMeeting('unmet'), patience)
    const stop = askPartner(opener, (token, origin) => {
      clearTimeout(timer)
      void meetPartner(opener, token, origin).then((met) => shown && setMeeting(met))
    })
    return () => {
      shown = false
      clearTimeout(timer)
      stop()
    }
  }, [opener])

  return meeting
}
