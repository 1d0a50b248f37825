package main

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"capiconnect/graph"
	"capiconnect/onboarding"
)

const (
	// maxInFlight leaves room for 200 clients who onboard at the same moment: they wait for Meta, which costs little.
	maxInFlight = 256
	maxQueued   = 128
	// maxReads is how many reads of programs are answered at a time. Each works rather than waits, so that more would only take turns of the
	// processors and the database; what is left is for those who wait for an onboarding.
	maxReads       = 32
	maxQueuedReads = 160
	maxStreams     = 512
	queueLimit     = time.Second
)

var errOverloaded = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "The service is busy. Try again in a moment."}

// refuseFunc answers in the words of whoever is asked: writeError, writeGraphQLError.
type refuseFunc func(http.ResponseWriter, *http.Request, *httpError)

// withLanes answers GraphQL requests: onboardings and other changes do not wait behind reads, and streams, which last and cost little,
// have a bound of their own. Bodies must be whole.
func withLanes(next http.Handler) http.Handler {
	streams := make(chan struct{}, maxStreams)
	all := withLimit(maxInFlight, maxQueued, writeGraphQLError, next)
	reads := withLimit(maxReads, maxQueuedReads, writeGraphQLError, all)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case graph.AsksForStream(r):
			withSlot(streams, w, r, writeGraphQLError, next.ServeHTTP)
		case isUrgent(r):
			all.ServeHTTP(w, r)
		default:
			reads.ServeHTTP(w, r)
		}
	})
}

// isUrgent tells what clients and staff wait for from what programs read. It goes by looks, before anybody has read the document: whom it
// takes for urgent wrongly gets a turn earlier, and nothing else.
func isUrgent(r *http.Request) bool {
	authorization := r.Header.Get("Authorization")
	if !strings.Contains(authorization, onboarding.APIKeyPrefix) { // staff, and holders of an onboarding token
		return true
	}
	body, isWhole := r.Body.(*wholeBody)
	return isWhole && bytes.Contains(body.content, []byte("mutation"))
}

// withLimit answers a bounded number of requests at a time; a bounded number more wait for a bounded time, and the rest is told to
// come back.
func withLimit(inFlight, queued int, refuse refuseFunc, next http.Handler) http.Handler {
	admitted, working := make(chan struct{}, inFlight+queued), make(chan struct{}, inFlight)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		withSlot(admitted, w, r, refuse, func(w http.ResponseWriter, r *http.Request) {
			select {
			case working <- struct{}{}:
				defer func() { <-working }()
				next.ServeHTTP(w, r)
			case <-time.After(queueLimit):
				refuse(w, r, errOverloaded)
			case <-r.Context().Done():
			}
		})
	})
}

// withSlot serves the request if one of the slots is free.
func withSlot(slots chan struct{}, w http.ResponseWriter, r *http.Request, refuse refuseFunc, serve http.HandlerFunc) {
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
		serve(w, r)
	default:
		refuse(w, r, errOverloaded)
	}
}
