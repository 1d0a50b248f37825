/** A failure of `/auth/…`, in words fit for people. Nothing else is ever thrown here. */
export class AuthError extends Error {
  /** Why the server refused; undefined when it gave no reason, or no answer at all. */
  readonly code: string | undefined

  constructor(message: string, { code, cause }: { code?: string; cause?: unknown } = {}) {
    super(message, { cause })
    this.code = code
  }
}

/** Does what the server may refuse, which `refuse` is then told. What fails for any other reason is a mistake of ours. */
export async function unlessRefused(act: () => Promise<unknown>, refuse: (refusal: AuthError) => void) {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error
    }
    refuse(error)
  }
}

/**
 * Signs in with e-mail and password. Whoever has a second factor is refused with SECOND_FACTOR_NEEDED until a code
 * comes with them.
 */
export async function signIn(email: string, password: string, code?: string) {
  await post('sign-in', { email, password, code })
}

/** Signs in with the token of a one-time link; as for the code, see `signIn`. A token works once. */
export async function signInWithLink(token: string, code?: string) {
  await post('link', { token, code })
}

/**
 * Sets the password of whoever is signed in. The server wants to know the current one, unless there is none or the
 * session has just begun with a one-time link.
 */
export async function setPassword(password: string, current?: string) {
  await post('password', { current, password })
}

/** Whether this installation has single sign-on; no answer counts as no. */
export async function offersSingleSignOn() {
  try {
    const body = (await get('methods')) as { singleSignOn?: unknown } | null
    return body?.singleSignOn === true
  } catch {
    return false
  }
}

/** The address that begins single sign-on, which ends at `returnPath`. A fresh one asks those as well who are signed in there. */
export function singleSignOnUrl(returnPath: string, isFresh: boolean) {
  const url = authUrl('oidc/start')
  url.searchParams.set('return', returnPath)
  if (isFresh) {
    url.searchParams.set('fresh', 'true')
  }
  return url.href
}

/** Ends the session. */
export async function signOut() {
  await post('sign-out', {})
}

/** What `/auth/…` answers. */
export function get(action: string) {
  return send(action, {})
}

/** What `/auth/…` answers to a body, of which what is undefined is left out. */
export function post(action: string, body: Record<string, string | undefined>) {
  return send(action, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function send(action: string, init: RequestInit): Promise<unknown> {
  try {
    const response = await fetch(authUrl(action), {
      credentials: 'same-origin',
      ...init,
    })
    if (response.ok) {
      return response.status === 204 ? undefined : await response.json()
    }
    throw await refusal(response)
  } catch (cause) {
    if (cause instanceof AuthError) {
      throw cause
    }
    throw new AuthError('No answer from the server. Check your network connection, then try again.', { cause })
  }
}

function authUrl(action: string) {
  return new URL(`/auth/${action}`, window.location.origin)
}

function tooMany(seconds: number) {
  if (seconds > 90) {
    return `Too many tries. Try again in ${Math.ceil(seconds / 60)} minutes.`
  }
  return seconds > 0 ? `Too many tries. Try again in ${seconds} seconds.` : 'Too many tries. Try again in a moment.'
}

async function refusal(response: Response) {
  if (response.status === 429) {
    return new AuthError(tooMany(Number(response.headers.get('Retry-After'))), { code: 'TOO_MANY_TRIES' })
  }
  const body: unknown = await response.json().catch(() => null)
  const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  return new AuthError(
    typeof said.message === 'string'
      ? said.message
      : `The server answered with status ${response.status}. Try again in a moment.`,
    { code: typeof said.code === 'string' ? said.code : undefined },
  )
}
