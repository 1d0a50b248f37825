/** Why the way to Meta's dialog could not be begun, in words fit for people. */
export class RedirectError extends Error {
  /** Whether the server no longer knows the caller. */
  readonly isExpired: boolean

  constructor(message: string, isExpired: boolean, cause?: unknown) {
    super(message, { cause })
    this.isExpired = isExpired
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
    throw new RedirectError(noAnswer, false, cause)
  }
  const answer = (await response.json().catch(() => null)) as Answer | null
  if (!response.ok || !answer?.url) {
    throw new RedirectError(answer?.errors?.[0]?.message ?? noAnswer, response.status === 401)
  }
  return answer.url
}

interface Answer {
  url?: string
  errors?: { message: string }[]
}

const noAnswer = 'The request did not get through. Check your network connection, then try again.'
