import { createContext, useContext, useEffect } from 'react'
import type { News } from '@/lib/partner-protocol'
import { isUnderWay, type Outcome } from './complete-onboarding'
import type { PartnerPage } from './partner-page'
import type { Journey } from './use-connect'

/** Tells the page that has opened this window; null in a window that stands by itself. */
export const TellPartner = createContext<PartnerPage['tell'] | null>(null)

/** Tells the partner's page what came of the journey, each thing once. */
export function usePartnerNews(journey: Journey, outcome: Outcome | null) {
  const tell = useContext(TellPartner)
  const news = tell && JSON.stringify(newsOf(journey, outcome))
  useEffect(() => {
    if (tell && news) {
      const told = JSON.parse(news) as News | null
      if (told) {
        tell(told)
      }
    }
  }, [tell, news])
}

function newsOf(journey: Journey, outcome: Outcome | null): News | null {
  const supportCode = outcome?.supportCode ?? ''
  if (journey.step === 'expired') {
    return { type: 'problem', detail: { code: 'UNAUTHENTICATED', message: 'The onboarding’s time is over.', supportCode } }
  }
  if (journey.step !== 'answered' || (outcome && isUnderWay(outcome))) {
    return null
  }
  if (outcome?.status === 'COMPLETED' && outcome.business) {
    const { id: onboardingId, business } = outcome
    return { type: 'connected', detail: { onboardingId, businessId: business.id, supportCode } }
  }
  const problem = journey.userErrors[0] ?? outcome?.problem
  return problem ? { type: 'problem', detail: { code: problem.code, message: problem.message, supportCode } } : null
}
