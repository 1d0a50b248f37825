package main

import (
	"net/http"

	"capiconnect/onboarding"
)

// What the holder of an onboarding token that works no more is told, in the words of GraphQL's UserErrorCode. Nobody guesses such a token, so
// only who was given it learns what has become of it.
var (
	errTokenCancelled = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "This onboarding was cancelled."}
	errTokenExpired   = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "The time of this onboarding is over."}
	errTokenReplaced  = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "This onboarding has been given a new link since. Use that one."}

	endsOfTokens = map[*httpError]onboarding.ErrorCode{
		errTokenCancelled: onboarding.Cancelled,
		errTokenExpired:   onboarding.TimeOver,
		errTokenReplaced:  onboarding.Replaced,
	}
)
