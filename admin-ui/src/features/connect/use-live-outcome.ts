import { useEffect, useEffectEvent, useState } from 'react'
import { useClient } from 'urql'
import { onEnd, pipe, subscribe } from 'wonka'
import { isInDoubt } from '@/lib/errors'
import { outcomeSubscription, type Outcome } from './complete-onboarding'

const pause = 2000

/**
 * Tells of an onboarding whenever it changes, until there is nothing to watch (null). Returns whether the server will not
 * tell any more, for example since the onboarding token has expired.
 */
export function useLiveOutcome(watched: string | null, onChange: (outcome: Outcome) => void) {
  const client = useClient()
  const [lost, setLost] = useState(false)
  const [round, setRound] = useState(0)
  const change = useEffectEvent(onChange)

  useEffect(() => {
    if (!watched || lost) {
      return undefined
    }
    let again: ReturnType<typeof setTimeout> | undefined
    // A stream ends with the network, with the program, and after an hour.
    const renew = () => (again ??= setTimeout(() => setRound((n) => n + 1), pause))
    const stream = pipe(
      client.subscription(outcomeSubscription, { id: watched }),
      onEnd(renew),
      subscribe(({ data, error }) => {
        if (data) {
          change(data.onboardingUpdated)
        } else if (error && !isInDoubt(error)) {
          setLost(true)
        }
      }),
    )
    return () => {
      stream.unsubscribe()
      clearTimeout(again)
    }
  }, [client, lost, round, watched])

  return lost
}
