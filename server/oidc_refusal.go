package main

import "fmt"

// ssoRefusal is why single sign-on lets somebody not in: a stable code, for which the sign-in page has words, and the reason for the log. It
// holds no code, token or secret.
type ssoRefusal struct{ code, reason string }

func (r *ssoRefusal) Error() string { return r.reason }

// The codes of refusals, besides those that all of /auth/… has.
const (
	ssoDeclined        = "SSO_DECLINED"         // by the person or the provider
	ssoEmailUnverified = "SSO_EMAIL_UNVERIFIED" // so it proves nothing
	ssoInterrupted     = "SSO_INTERRUPTED"      // this browser has not begun it, or too long ago, or has come back already
	ssoNoAccount       = "SSO_NO_ACCOUNT"       // nobody here is this person, or they may not come in any more
	ssoNotAccepted     = "SSO_NOT_ACCEPTED"     // the provider's answer proves nothing
	ssoNotFresh        = "SSO_NOT_FRESH"        // the provider was to ask for the proof once more, and does not tell that it has
	ssoOtherPerson     = "SSO_OTHER_PERSON"     // the account with this e-mail address is another person at the provider
	ssoUnreachable     = "SSO_UNREACHABLE"
)

func refuse(code, format string, args ...any) error {
	return &ssoRefusal{code: code, reason: fmt.Sprintf(format, args...)}
}
