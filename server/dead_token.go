package main

import (
	"net/http"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// What the holder of an onboarding token that works no more is told, in the words of GraphQL's UserErrorCode. Nobody guesses such a token, so
// only who was given it learns what has become of it.
var (
	errTokenCancelled = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "This onboarding was cancelled."}
	errTokenExpired   = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The time of this onboarding is over."}
	errTokenReplaced  = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "This onboarding has been given a new link since. Use that one."}
	errTokenUsed      = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "This onboarding has succeeded, and its time is over."}

	endsOfTokens = map[*httpError]onboarding.ErrorCode{
		errTokenCancelled: onboarding.Cancelled,
		errTokenExpired:   onboarding.TimeOver,
		errTokenReplaced:  onboarding.Replaced,
		errTokenUsed:      onboarding.Closed,
	}
)

// deadToken is the refusal of a token that works no more, with the onboarding that it was for.
type deadToken struct {
	*httpError
	onboarding *models.Onboarding
}

// Unwrap is the refusal alone.
func (d *deadToken) Unwrap() error { return d.httpError }

// told is what the page at the end of a link needs: why, the code to quote, the language, and the way back.
func (d *deadToken) told() map[string]string {
	o := d.onboarding
	told := map[string]string{"reason": string(endsOfTokens[d.httpError]), "supportCode": o.SupportCode}
	if o.Language != nil {
		told["language"] = string(*o.Language)
	}
	if o.ReturnURL != nil {
		told["returnUrl"] = *o.ReturnURL
	}
	return told
}

// endOf is why the token of an onboarding works no more; nil as long as it does.
func (a *authenticator) endOf(o *models.Onboarding) *httpError {
	switch {
	case o.Status == models.OnboardingCancelled:
		return errTokenCancelled
	case a.now().Before(o.ExpiresAt):
		return nil
	case o.Status == models.OnboardingCompleted:
		return errTokenUsed
	}
	return errTokenExpired
}
