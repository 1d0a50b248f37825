import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { isUnderWay, outcomeQuery, type Outcome } from './complete-onboarding'

const interval = 2000

/** The onboarding as the mutation answered it, and then as it goes on, until it ends. */
export function useOutcome(answered: Outcome | null) {
  const client = useClient()
  const [outcome, setOutcome] = useState(answered)

  useEffect(() => {
    if (!outcome || !isUnderWay(outcome)) {
      return undefined
    }
    const timer = setTimeout(async () => {
      const { data } = await client
        .query(outcomeQuery, { id: outcome.id }, { requestPolicy: 'network-only' })
        .toPromise()
      // A new object also when nothing changed or came, so that it is asked again.
      setOutcome(data?.onboarding ?? { ...outcome })
    }, interval)
    return () => clearTimeout(timer)
  }, [client, outcome])

  return outcome
}
