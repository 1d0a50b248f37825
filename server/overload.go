package main

import (
	"net/http"
	"time"
)

const (
	maxInFlight = 128
	maxQueued   = 128
	queueLimit  = time.Second
)

var errOverloaded = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "The service is busy. Try again in a moment."}

// withLimit answers a bounded number of requests at a time; a bounded number more wait for a bounded time, and the rest is told to
// come back. Streams cost next to nothing while they wait, so they do not count.
func withLimit(next http.Handler) http.Handler {
	admitted, working := make(chan struct{}, maxInFlight+maxQueued), make(chan struct{}, maxInFlight)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isStream(r) {
			next.ServeHTTP(w, r)
			return
		}
		select {
		case admitted <- struct{}{}:
			defer func() { <-admitted }()
		default:
			refuseOverload(w, r)
			return
		}
		select {
		case working <- struct{}{}:
			defer func() { <-working }()
			next.ServeHTTP(w, r)
		case <-time.After(queueLimit):
			refuseOverload(w, r)
		case <-r.Context().Done():
		}
	})
}

func refuseOverload(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Retry-After", "1")
	writeGraphQLError(w, r, errOverloaded)
}
