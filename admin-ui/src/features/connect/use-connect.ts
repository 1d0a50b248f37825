import type { CombinedError } from '@urql/core'
import { useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { isInDoubt, isUnauthenticated } from '@/lib/errors'
import { completeMutation, type Completion } from './complete-onboarding'

/** Where the journey from the button to the answer stands. */
type Journey =
  | { step: 'idle' }
  /** Meta's window is open, as far as can be told; `slow` when nothing has come of it for a while. */
  | { step: 'waiting'; slow: boolean }
  /** The window was closed, or the login was not finished. */
  | { step: 'cancelled' }
  /** The SDK refused to open its window. */
  | { step: 'unopened' }
  /** The code is at the server. */
  | { step: 'exchanging' }
  /** The server did not answer; the same code can be given again and gets the same answer. */
  | { step: 'unanswered'; code: string; error: CombinedError }
  /** The server did not take the code; only a fresh one makes sense. */
  | { step: 'refused'; error: CombinedError }
  /** The server no longer knows the caller. */
  | { step: 'expired' }
  | { step: 'answered'; completion: Completion }

const slowAfter = 20_000

/**
 * Opens Meta's login dialog and gives its code to the server. A code is sent once, however often the button is pressed
 * or the SDK calls back; a callback that comes late counts as long as no code has been taken since the last press.
 */
export function useConnect(configId: string) {
  const client = useClient()
  const [journey, setJourney] = useState<Journey>({ step: 'idle' })
  const press = useRef(0)
  const awaiting = useRef(false)
  const waiting = journey.step === 'waiting' && !journey.slow

  useEffect(() => {
    if (!waiting) {
      return undefined
    }
    const timer = setTimeout(() => setJourney({ step: 'waiting', slow: true }), slowAfter)
    return () => clearTimeout(timer)
  }, [waiting])

  async function exchange(code: string) {
    setJourney({ step: 'exchanging' })
    const { data, error } = await client.mutation(completeMutation, { input: { code, onboardingId: preparedOnboarding() } }).toPromise()
    if (data) {
      setJourney({ step: 'answered', completion: data.completeOnboarding })
    } else if (error) {
      setJourney(afterError(code, error))
    }
  }

  function receive(number: number, code: string | undefined) {
    if (!awaiting.current) {
      return
    }
    if (code) {
      awaiting.current = false
      void exchange(code)
    } else if (number === press.current) {
      setJourney({ step: 'cancelled' })
    }
  }

  function connect() {
    if (waiting || journey.step === 'exchanging') {
      return
    }
    const number = (press.current += 1)
    awaiting.current = true
    setJourney({ step: 'waiting', slow: false })
    try {
      // Within the click, or the browser blocks the window; the SDK refuses an async callback.
      FB.login((response) => receive(number, codeOf(response)), {
        config_id: configId,
        response_type: 'code',
        override_default_response_type: true,
      })
    } catch {
      setJourney({ step: 'unopened' })
    }
  }

  function reset() {
    setJourney({ step: 'idle' })
  }

  return { journey, connect, exchange, reset }
}

function afterError(code: string, error: CombinedError): Journey {
  if (isUnauthenticated(error)) {
    return { step: 'expired' }
  }
  return isInDoubt(error) ? { step: 'unanswered', code, error } : { step: 'refused', error }
}

/** The onboarding that staff have prepared, which stands in the address; a client's follows from its token. */
function preparedOnboarding() {
  return new URLSearchParams(window.location.search).get('onboarding') ?? undefined
}

/** The code of a finished login. `status` is no reliable sign, and `authResponse` is null or absent after a cancel. */
function codeOf(response: Partial<facebook.StatusResponse> | null) {
  const code = response?.authResponse?.code
  return typeof code === 'string' && code !== '' ? code : undefined
}
