package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/httprate"

	"capiconnect/models"
	"capiconnect/onboarding"
)

const (
	rateWindow = 10 * time.Second
	// maxRefused is how many bad credentials one address may send in it.
	maxRefused = 100
)

var errTooManyRequests = &httpError{http.StatusTooManyRequests, "RATE_LIMITED", "Too many requests. Wait as many seconds as Retry-After says."}

// rates bound how much one caller may ask of this replica in rateWindow, so that none of them takes what all need. An API key has no bound of
// its own: it is the partner's own backend, which shares what withLimit leaves.
type rates struct {
	clientOf  clientAddress
	refused   *httprate.RateLimiter // by address: credentials that were no good
	ofCallers map[models.ActorKind]*httprate.RateLimiter
}

func newRates(clientOf clientAddress) *rates {
	limiter := func(requests int) *httprate.RateLimiter {
		return httprate.NewRateLimiter(requests, rateWindow, httprate.WithLimitHandler(func(w http.ResponseWriter, r *http.Request) {
			writeGraphQLError(w, r, errTooManyRequests)
		}))
	}
	return &rates{clientOf: clientOf, refused: limiter(maxRefused), ofCallers: map[models.ActorKind]*httprate.RateLimiter{
		models.ActorUser:            limiter(600),
		models.ActorOnboardingToken: limiter(100),
	}}
}

// mayTry answers for an address that has sent too many bad credentials, before another one is looked up.
func (l *rates) mayTry(w http.ResponseWriter, r *http.Request) bool {
	_, refused, err := l.refused.Status(l.clientOf(r).throttleKey())
	if err != nil || refused < maxRefused {
		return true
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(rateWindow.Seconds())))
	writeGraphQLError(w, r, errTooManyRequests)
	return false
}

// noteRefusal counts a credential that was no good, and tells whether it has answered that there were too many.
func (l *rates) noteRefusal(w http.ResponseWriter, r *http.Request) (answered bool) {
	return l.refused.RespondOnLimit(w, r, l.clientOf(r).throttleKey())
}

// take counts a request of a caller, and tells whether it has answered that there were too many.
func (l *rates) take(w http.ResponseWriter, r *http.Request, actor onboarding.Actor) (answered bool) {
	limiter := l.ofCallers[actor.Kind]
	return limiter != nil && limiter.RespondOnLimit(w, r, actor.ID.String())
}
