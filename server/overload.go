package main

import (
	"bytes"
	"context"
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

// lanes answer GraphQL requests: onboardings and other changes do not wait behind reads, and streams, which last and cost little,
// have a bound of their own.
type lanes struct {
	streams    chan struct{}
	all, reads room
}

func newLanes() *lanes {
	return &lanes{streams: make(chan struct{}, maxStreams), all: newRoom(maxInFlight, maxQueued), reads: newRoom(maxReads, maxQueuedReads)}
}

// wrap has requests take their lane to next. Bodies must be whole.
func (l *lanes) wrap(next http.Handler) http.Handler {
	all := l.all.limit(writeGraphQLError, next)
	reads := l.reads.limit(writeGraphQLError, all)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case graph.AsksForStream(r):
			withSlot(l.streams, w, r, writeGraphQLError, next.ServeHTTP)
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

// room is for a bounded number of requests at a time, and for a bounded number more that wait for a bounded time. The rest is told to
// come back.
type room struct{ admitted, working chan struct{} }

func newRoom(inFlight, queued int) room {
	return room{admitted: make(chan struct{}, inFlight+queued), working: make(chan struct{}, inFlight)}
}

func (o room) limit(refuse refuseFunc, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		withSlot(o.admitted, w, r, refuse, func(w http.ResponseWriter, r *http.Request) {
			switch err := o.begin(r.Context()); {
			case err == nil:
				defer func() { <-o.working }()
				next.ServeHTTP(w, r)
			case r.Context().Err() == nil:
				refuse(w, r, errOverloaded)
			}
		})
	})
}

// begin waits for a turn; it returns an error when that takes too long, or the caller has gone. Nearly everybody has one at once, without a timer.
func (o room) begin(ctx context.Context) error {
	select {
	case o.working <- struct{}{}:
		return nil
	default:
	}
	timer := time.NewTimer(queueLimit)
	defer timer.Stop()
	select {
	case o.working <- struct{}{}:
		return nil
	case <-timer.C:
		return errOverloaded
	case <-ctx.Done():
		return ctx.Err()
	}
}

// withLimit answers through a room of its own.
func withLimit(inFlight, queued int, refuse refuseFunc, next http.Handler) http.Handler {
	return newRoom(inFlight, queued).limit(refuse, next)
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
