import { useEffect, useState } from 'react'
import { askPartner, meetPartner, type Answered } from './partner-page'

/** How long a page may take to hand over the token: it may have to fetch that first. */
const patience = 20_000

/** Whom the window is for: not known yet, nobody (`alone`: nobody has opened it, or answers), or what came of asking. */
export type Meeting = { step: 'asking' } | { step: 'alone' } | Answered

/** Meets the page that has opened this window. */
export function usePartnerPage(): Meeting {
  const [opener] = useState(() => window.opener as Window | null)
  const [meeting, setMeeting] = useState<Meeting>({ step: opener ? 'asking' : 'alone' })

  useEffect(() => {
    if (!opener) {
      return undefined
    }
    let shown = true
    const timer = setTimeout(() => setMeeting({ step: 'alone' }), patience)
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
