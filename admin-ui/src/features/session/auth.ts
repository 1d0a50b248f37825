/** A refusal of `/auth/…`, in words fit for people. */
export class AuthError extends Error {}

/** Signs in with e-mail and password. */
export function signIn(email: string, password: string) {
  return post('sign-in', { email, password })
}

/** Signs in with the token of a one-time link. A token works once. */
export function signInWithLink(token: string) {
  return post('link', { token })
}

/** Sets the password of whoever is signed in. */
export function setPassword(password: string) {
  return post('password', { password })
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
    throw new AuthError(tooMany(Number(response.headers.get('Retry-After'))))
  }
  throw new AuthError(await refusal(response))
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
  const said = typeof body === 'object' && body !== null && 'message' in body ? body.message : null
  return typeof said === 'string' ? said : `The server answered with status ${response.status}. Try again in a moment.`
}
