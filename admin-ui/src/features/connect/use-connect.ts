import type { CombinedError } from '@urql/core'
import { useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { completeMutation, type Completion } from './complete-onboarding'

/** Where one try to connect stands. */
type Attempt =
  | { step: 'idle' }
  /** Meta's window is open, as far as can be told; `slow` when nothing has come of it for a while. */
  | { step: 'waiting'; slow: boolean }
  /** The window was closed, or the login was not finished. */
  | { step: 'cancelled' }
  /** The SDK refused to open its window. */
  | { step: 'refused' }
  /** The code is at the server. */
  | { step: 'exchanging' }
  /** The server did not answer; the same code can be given again and gets the same answer. */
  | { step: 'unanswered'; code: string; error: CombinedError }
  | { step: 'answered'; completion: Completion }

const slowAfter = 20_000

/**
 * Opens Meta's login dialog and gives its code to the server. A code is sent once, however often the button is pressed
 * or the SDK calls back; a callback that comes late counts as long as no code has been taken since the last press.
 */
export function useConnect(configId: string) {
  const client = useClient()
  const [attempt, setAttempt] = useState<Attempt>({ step: 'idle' })
  const press = useRef(0)
  const awaiting = useRef(false)
  const waiting = attempt.step === 'waiting' && !attempt.slow

  useEffect(() => {
    if (!waiting) {
      return undefined
    }
    const timer = setTimeout(() => setAttempt({ step: 'waiting', slow: true }), slowAfter)
    return () => clearTimeout(timer)
  }, [waiting])

  async function exchange(code: string) {
    setAttempt({ step: 'exchanging' })
    const { data, error } = await client.mutation(completeMutation, { input: { code } }).toPromise()
    if (data) {
      setAttempt({ step: 'answered', completion: data.completeOnboarding })
    } else if (error) {
      setAttempt({ step: 'unanswered', code, error })
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
      setAttempt({ step: 'cancelled' })
    }
  }

  function connect() {
    if (waiting || attempt.step === 'exchanging') {
      return
    }
    const number = (press.current += 1)
    awaiting.current = true
    setAttempt({ step: 'waiting', slow: false })
    try {
      // Within the click, or the browser blocks the window; the SDK refuses an async callback.
      FB.login((response) => receive(number, codeOf(response)), {
        config_id: configId,
        response_type: 'code',
        override_default_response_type: true,
      })
    } catch {
      setAttempt({ step: 'refused' })
    }
  }

  function reset() {
    setAttempt({ step: 'idle' })
  }

  return { attempt, connect, exchange, reset }
}

/** The code of a finished login. `status` is no reliable sign, and `authResponse` is null or absent after a cancel. */
function codeOf(response: Partial<facebook.StatusResponse> | null) {
  const code = response?.authResponse?.code
  return typeof code === 'string' && code !== '' ? code : undefined
}
