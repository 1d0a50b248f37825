/** Puts into words why single sign-on let nobody in, for a code of the server's. */
export function describeSingleSignOnRefusal(code: string) {
  return words.get(code) ?? 'Single sign-on did not work. Try again in a moment, or use e-mail and password.'
}

const words = new Map([
  ['SSO_DECLINED', 'Single sign-on was cancelled.'],
  [
    'SSO_EMAIL_UNVERIFIED',
    'Your organisation’s sign-in does not confirm your e-mail address, so your account here cannot be found. Ask whoever runs that sign-in.',
  ],
  ['SSO_INTERRUPTED', 'This sign-in took too long, or was begun in another tab. Try again.'],
  ['SSO_NO_ACCOUNT', 'There is no account for you here. Ask an administrator of this installation to add you.'],
  [
    'SSO_NOT_ACCEPTED',
    'The answer of your organisation’s sign-in could not be accepted. Try again; if it stays so, an administrator finds the reason in the log.',
  ],
  [
    'SSO_NOT_FRESH',
    'Your organisation’s sign-in does not say that you have just proved who you are. Sign in here with e-mail and password, then repeat what you were about to do.',
  ],
  [
    'SSO_OTHER_PERSON',
    'The account with your e-mail address belongs to somebody else at your organisation’s sign-in. Ask an administrator of this installation.',
  ],
  ['SSO_UNREACHABLE', 'Single sign-on cannot be reached right now. Use e-mail and password, or try again in a moment.'],
  ['TOO_MANY_TRIES', 'Too many tries. Try again in a few minutes.'],
  ['UNAVAILABLE', 'The service is not available right now. Try again in a moment.'],
])
