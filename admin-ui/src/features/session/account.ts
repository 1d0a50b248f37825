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

function recoveryCodes(answer: unknown) {
  return (answer as { recoveryCodes: string[] }).recoveryCodes
}
