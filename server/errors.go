package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"capiconnect/onboarding"
)

// httpError is what a caller is told when a request fails before it reaches GraphQL: a code for programs, a sentence for people.
type httpError struct {
	status  int
	code    string
	message string
}

func (e *httpError) Error() string { return e.message }

var (
	errSignedOut   = &httpError{http.StatusUnauthorized, "UNAUTHENTICATED", "You are signed out. Sign in again."}
	errInternal    = &httpError{http.StatusInternalServerError, "INTERNAL", "Something went wrong on our side. Try again in a moment."}
	errUnavailable = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "The service is not available right now. Try again in a moment."}
	errForeign     = &httpError{http.StatusForbidden, "FORBIDDEN", "This request came from another website, so it was refused."}
)

// saySoon tells when to come back to a service that cannot just now, unless that is known better.
func saySoon(w http.ResponseWriter, e *httpError) {
	if e.status == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
		w.Header().Set("Retry-After", "1")
	}
}

// writeError answers with {"code","message"}.
func writeError(w http.ResponseWriter, r *http.Request, e *httpError) {
	noteOf(r).refusal = e
	saySoon(w, e)
	writeJSON(w, e.status, map[string]string{"code": e.code, "message": e.message, "requestId": onboarding.RequestIDFrom(r.Context())})
}

// writeGraphQLError answers as GraphQL does for a request that was not executed.
// https://graphql.github.io/graphql-over-http/draft/#sec-application-json
func writeGraphQLError(w http.ResponseWriter, r *http.Request, e *httpError) {
	writeGraphQLRefusal(w, r, e, nil)
}

// writeGraphQLRefusal is writeGraphQLError that tells more to programs.
func writeGraphQLRefusal(w http.ResponseWriter, r *http.Request, e *httpError, more map[string]string) {
	noteOf(r).refusal = e
	saySoon(w, e)
	if e.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	extensions := map[string]string{"code": e.code, "requestId": onboarding.RequestIDFrom(r.Context())}
	maps.Copy(extensions, more)
	writeJSON(w, e.status, map[string]any{"errors": []any{map[string]any{"message": e.message, "extensions": extensions}}})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // only the connection can fail, and nobody is left to tell
}

// sentence makes a Go error one for people.
func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ".") + "."
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
