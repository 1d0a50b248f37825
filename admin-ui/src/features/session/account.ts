import { get, post } from './auth'

/** What whoever is signed in signs in with. */
export interface Account {
  hasPassword: boolean
  /** Null where nothing is asked for beside the password or link. */
  secondFactor: { since: string; recoveryCodesLeft: number } | null
}

/** The secret for an authenticator app, as text and as what a QR code holds. The server shows it once. */
export interface Offer {
  secret: string
  uri: string
}

/** A browser in which whoever is signed in is so. */
export interface OwnSession {
  id: string
  begunAt: string
  /** To the minute. */
  seenAt: string
  /** For example "Firefox on Windows"; empty when it is not known. */
  browser: string
  /** Where it came from, for example "203.0.113.0/24"; empty when that is not known. */
  network: string
  /** Whether it is this browser. */
  isThis: boolean
}

export async function readAccount() {
  return (await get('account')) as Account
}

/** Asks for a secret; the second factor counts once `confirmSecondFactor` has sent a code of it. */
export async function offerSecondFactor() {
  return (await post('second-factor', {})) as Offer
}

/** Turns the second factor on and returns the recovery codes, which the server shows once. */
export async function confirmSecondFactor(code: string) {
  return recoveryCodes(await post('second-factor/confirm', { code }))
}

/** Makes the recovery codes worthless and returns fresh ones. */
export async function renewRecoveryCodes(code: string) {
  return recoveryCodes(await post('second-factor/recovery-codes', { code }))
}

/** Turns the second factor off. */
export async function removeSecondFactor(code: string) {
  await post('second-factor/remove', { code })
}

/** Proves once more who is signed in; needs whatever there is of a password and a second factor. */
export async function confirmIdentity(password: string, code: string) {
  await post('step-up', { password, code })
}

export async function readSessions() {
  return ((await get('sessions')) as { sessions: OwnSession[] }).sessions
}

export async function endSession(id: string) {
  await post('sessions/end', { id })
}

/** Signs out everywhere but here. */
export async function endOtherSessions() {
  await post('sessions/end-others', {})
}

function recoveryCodes(answer: unknown) {
  return (answer as { recoveryCodes: string[] }).recoveryCodes
}
