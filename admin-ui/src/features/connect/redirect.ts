import type { DeadLink } from './ends'
import { nobody, type Refusal } from './told'

/** Why the way to Meta's dialog could not be begun. */
export class RedirectError extends Error {
  readonly refusal: Refusal
  /** Where the server no longer knows the caller: what it says of the link. */
  readonly dead: DeadLink | null

  constructor(refusal: Refusal, dead: DeadLink | null, cause?: unknown) {
    super(refusal.message, { cause })
    this.refusal = refusal
    this.dead = dead
  }
}

/**
 * Where to send this tab to log in at Meta for an onboarding. The browser gets a cookie that it comes back with, so the
 * request has to take one along; whom it speaks for is said by the onboarding token, where there is one.
 */
export async function findDialog(onboardingId: string, bearer?: string) {
  const headers = { 'content-type': 'application/json', ...(bearer && { authorization: `Bearer ${bearer}` }) }
  const body = JSON.stringify({ onboardingId })
  let response: Response
  try {
    const address = new URL('/oauth/start', window.location.origin)
    response = await fetch(address, { method: 'POST', headers, body, credentials: 'same-origin' })
  } catch (cause) {
    throw new RedirectError(unanswered, null, cause)
  }
  const answer = (await response.json().catch(() => null)) as Answer | null
  if (!response.ok || !answer?.url) {
    const [error] = answer?.errors ?? []
    const refusal = error ? { code: error.extensions?.code ?? '', message: error.message } : unanswered
    throw new RedirectError(refusal, response.status === 401 ? (error?.extensions ?? {}) : null)
  }
  return answer.url
}

interface Answer {
  url?: string
  errors?: { message: string; extensions?: DeadLink & { code?: string } }[]
}

const unanswered: Refusal = {
  code: nobody,
  message: 'The request did not get through. Check your network connection, then try again.',
}
