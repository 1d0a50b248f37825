import type { CombinedError } from '@urql/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useClient } from 'urql'
import { isInDoubt, isUnauthenticated } from '@/lib/errors'
import { completeMutation, type Completion, type UserError } from './complete-onboarding'
import { deadLinkOf, type DeadLink } from './ends'
import { watchPopup } from './popup'
import { findDialog, RedirectError } from './redirect'
import { refusalOf, type Refusal } from './told'
import type { Recorder } from './use-recorder'

/** Where the journey from the button to the answer stands. */
export type Journey =
  | { step: 'idle' }
  /** Meta's window is open, as far as can be told; `slow` when nothing has come of it for a while. */
  | { step: 'waiting'; slow: boolean }
  /** The browser did not let the window open. */
  | { step: 'blocked' }
  /** The window was closed, or the login was not finished. */
  | { step: 'cancelled' }
  /** The SDK refused to open its window. */
  | { step: 'unopened' }
  /** This tab is about to go to Meta. */
  | { step: 'leaving' }
  /** This tab has come back from Meta without a code that was taken; `login` says why. */
  | { step: 'returned'; login: string }
  /** The code is at the server. */
  | { step: 'exchanging' }
  /** The server did not answer; the same code can be given again and gets the same answer. */
  | { step: 'unanswered'; code: string; refusal: Refusal }
  /** The server did not take the code, or did not let the tab leave; only another try makes sense. */
  | { step: 'refused'; refusal: Refusal }
  /** The server no longer knows the caller. */
  | { step: 'expired'; dead: DeadLink }
  /** The server has taken a code, or has said in `userErrors` why not. */
  | { step: 'answered'; userErrors: readonly UserError[] }

const slowAfter = 20_000

interface ConnectOptions {
  configId: string
  /** Where the journey stands when the page is opened. */
  start: Journey
  /** An onboarding token; without one the staff cookie speaks for the caller. */
  bearer?: string
  recorder: Recorder
  onAnswer: (onboarding: Completion['onboarding']) => void
}

/**
 * Opens Meta's login dialog, in a window or in this tab, and gives the window's code to the server. A code is sent once,
 * however often the button is pressed or the SDK calls back; a callback that comes late counts as long as no code has
 * been taken since the last press.
 */
export function useConnect({ configId, start, bearer, recorder, onAnswer }: ConnectOptions) {
  const client = useClient()
  const [journey, setJourney] = useState(start)
  const press = useRef(0)
  const awaiting = useRef(false)
  const waiting = journey.step === 'waiting' && !journey.slow

  const slowDown = useEffectEvent(() => {
    recorder.report('NO_ANSWER')
    setJourney({ step: 'waiting', slow: true })
  })

  useEffect(() => {
    if (!waiting) {
      return undefined
    }
    const timer = setTimeout(slowDown, slowAfter)
    return () => clearTimeout(timer)
  }, [waiting])

  async function exchange(code: string) {
    setJourney({ step: 'exchanging' })
    const begun = await recorder.begin()
    const input = { code, onboardingId: begun?.id }
    const { data, error } = await client.mutation(completeMutation, { input }).toPromise()
    if (data) {
      const { onboarding, userErrors } = data.completeOnboarding
      onAnswer(onboarding)
      setJourney({ step: 'answered', userErrors })
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
      recorder.report('LOGIN_CANCELLED')
      setJourney({ step: 'cancelled' })
    }
  }

  function connect() {
    if (waiting || journey.step === 'exchanging') {
      return
    }
    const number = (press.current += 1)
    awaiting.current = true
    recorder.report('BUTTON_PRESSED')
    setJourney({ step: 'waiting', slow: false })
    try {
      // Within the click, or the browser blocks the window; the SDK refuses an async callback.
      const popup = watchPopup(() =>
        FB.login((response) => receive(number, codeOf(response)), {
          config_id: configId,
          response_type: 'code',
          override_default_response_type: true,
        }),
      )
      if (popup === 'opened') {
        recorder.report('POPUP_OPENED')
      } else if (popup === 'blocked') {
        recorder.report('POPUP_BLOCKED')
        setJourney({ step: 'blocked' })
      }
    } catch {
      setJourney({ step: 'unopened' })
    }
    void recorder.begin()
  }

  async function leave() {
    awaiting.current = false // whatever a window may still say
    setJourney({ step: 'leaving' })
    const begun = await recorder.begin()
    if (!begun) {
      setJourney({ step: 'refused', refusal: unmade })
      return
    }
    try {
      window.location.assign(await findDialog(begun.id, bearer))
    } catch (error) {
      setJourney(afterRefusal(error))
    }
  }

  return { journey, connect, exchange, leave: () => void leave() }
}

const unmade: Refusal = { code: 'UNAVAILABLE', message: 'No onboarding could be made. Try again in a moment.' }

function afterError(code: string, error: CombinedError): Journey {
  if (isUnauthenticated(error)) {
    return { step: 'expired', dead: deadLinkOf(error) ?? {} }
  }
  const refusal = refusalOf(error)
  return isInDoubt(error) ? { step: 'unanswered', code, refusal } : { step: 'refused', refusal }
}

function afterRefusal(error: unknown): Journey {
  if (!(error instanceof RedirectError)) {
    throw error
  }
  return error.dead ? { step: 'expired', dead: error.dead } : { step: 'refused', refusal: error.refusal }
}

/** The code of a finished login. `status` is no reliable sign, and `authResponse` is null or absent after a cancel. */
function codeOf(response: Partial<facebook.StatusResponse> | null) {
  const code = response?.authResponse?.code
  return typeof code === 'string' && code !== '' ? code : undefined
}
