import { useEffect, useState } from 'react'
import { useClient } from 'urql'
import { isInDoubt } from '@/lib/errors'
import { isUnderWay, outcomeQuery, type Outcome } from './complete-onboarding'

const interval = 2000

/**
 * The onboarding as the mutation answered it, and then as it goes on, until it ends; `lost` when the server will not
 * tell any more, for example since the onboarding token has expired.
 */
export function useOutcome(answered: Outcome | null) {
  const client = useClient()
  const [outcome, setOutcome] = useState(answered)
  const [lost, setLost] = useState(false)

  useEffect(() => {
    if (!outcome || lost || !isUnderWay(outcome)) {
      return undefined
    }
    const timer = setTimeout(async () => {
      const { data, error } = await client
        .query(outcomeQuery, { id: outcome.id }, { requestPolicy: 'network-only' })
        .toPromise()
      if (data?.onboarding) {
        setOutcome(data.onboarding)
      } else if (error && isInDoubt(error)) {
        setOutcome({ ...outcome }) // a new object, so that it is asked again
      } else {
        setLost(true)
      }
    }, interval)
    return () => clearTimeout(timer)
  }, [client, outcome, lost])

  return { outcome, lost }
}
