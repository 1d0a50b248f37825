package main

import (
	"net/http"
	"time"

	"capiconnect/graph"
)

const (
	maxInFlight = 128
	maxQueued   = 128
	maxStreams  = 512
	queueLimit  = time.Second
)

var errOverloaded = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "The service is busy. Try again in a moment."}

// refuseFunc answers in the words of whoever is asked: writeError, writeGraphQLError.
type refuseFunc func(http.ResponseWriter, *http.Request, *httpError)

// withLimit answers a bounded number of requests at a time; a bounded number more wait for a bounded time, and the rest is told to
// come back. Streams, which last and cost little, have a bound of their own.
func withLimit(refuse refuseFunc, next http.Handler) http.Handler {
	admitted, working := make(chan struct{}, maxInFlight+maxQueued), make(chan struct{}, maxInFlight)
	streams := make(chan struct{}, maxStreams)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if graph.AsksForStream(r) {
			withSlot(streams, w, r, refuse, next.ServeHTTP)
			return
		}
		withSlot(admitted, w, r, refuse, func(w http.ResponseWriter, r *http.Request) {
			select {
			case working <- struct{}{}:
				defer func() { <-working }()
				next.ServeHTTP(w, r)
			case <-time.After(queueLimit):
				refuseOverload(w, r, refuse)
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
		refuseOverload(w, r, refuse)
	}
}

func refuseOverload(w http.ResponseWriter, r *http.Request, refuse refuseFunc) {
	w.Header().Set("Retry-After", "1")
	refuse(w, r, errOverloaded)
}
