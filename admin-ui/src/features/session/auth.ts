/** A failure of `/auth/…`, in words fit for people. Nothing else is ever thrown here. */
export class AuthError extends Error {
  /** Why the server refused; undefined when it gave no reason, or no answer at all. */
  readonly code: string | undefined

  constructor(message: string, { code, cause }: { code?: string; cause?: unknown } = {}) {
    super(message, { cause })
    this.code = code
  }
}

/** Signs in with e-mail and password. */
export function signIn(email: string, password: string) {
  return post('sign-in', { email, password })
}

/** Signs in with the token of a one-time link. A token works once. */
export function signInWithLink(token: string) {
  return post('link', { token })
}

/**
 * Sets the password of whoever is signed in. The server wants to know the current one, unless there is none or the
 * session began with a one-time link.
 */
export function setPassword(password: string, current?: string) {
  return post('password', current === undefined ? { password } : { current, password })
}

/** Ends the session. */
export function signOut() {
  return post('sign-out', {})
}

async function post(action: string, body: Record<string, string>) {
  const response = await send(action, body)
  if (response.ok) {
    return
  }
  if (response.status === 429) {
    throw new AuthError(tooMany(Number(response.headers.get('Retry-After'))), { code: 'TOO_MANY_TRIES' })
  }
  throw await refusal(response)
}

async function send(action: string, body: Record<string, string>) {
  try {
    return await fetch(new URL(`/auth/${action}`, window.location.origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'same-origin',
    })
  } catch (cause) {
    throw new AuthError('No answer from the server. Check your network connection, then try again.', { cause })
  }
}

function tooMany(seconds: number) {
  if (seconds > 90) {
    return `Too many tries. Try again in ${Math.ceil(seconds / 60)} minutes.`
  }
  return seconds > 0 ? `Too many tries. Try again in ${seconds} seconds.` : 'Too many tries. Try again in a moment.'
}

async function refusal(response: Response) {
  const body: unknown = await response.json().catch(() => null)
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return new AuthError(
    typeof said.message === 'string'
      ? said.message
      : `The server answered with status ${response.status}. Try again in a moment.`,
    { code: typeof said.code === 'string' ? said.code : undefined },
  )
}
