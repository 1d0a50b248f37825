package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/pprof"
	"sync/atomic"
	"time"

	"capiconnect/migrations"
	"capiconnect/models"
)

// noticeTime is how long the program that stops goes on taking requests, for a load balancer to find out by /readyz that it does.
const noticeTime = 2 * time.Second

// readinessLimit is how long the database may take to answer before the program counts as not ready.
const readinessLimit = 2 * time.Second

// ops is what the operations listener serves: to machines of the operator, never to the public.
type ops struct {
	draining context.Context // ends when the program begins to stop
	metrics  *metrics
	ready    func() error // what keeps the workflow from taking codes
	store    *models.Store

	isWatched atomic.Bool // somebody asks /readyz, to send requests here or elsewhere
}

func (o *ops) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, health{Status: "ok"}) })
	mux.HandleFunc("GET /readyz", o.readiness)
	mux.Handle("GET /metrics", o.metrics.handler())
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile) // for make pgo, and to see where the time goes
	return mux
}

type health struct {
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
}

// readiness tells whether requests should come here: not while the database is away or of an older version, while a token waits for
// it, nor while stopping.
func (o *ops) readiness(w http.ResponseWriter, r *http.Request) {
	o.isWatched.Store(true)
	ctx, cancel := context.WithTimeout(r.Context(), readinessLimit)
	defer cancel()
	if err := o.check(ctx); err != nil {
		writeJSON(w, http.StatusServiceUnavailable, health{Status: "not ready", Reason: err.Error()})
		return
	}
	writeJSON(w, http.StatusOK, health{Status: "ready"})
}

// letOthersNotice waits until whoever watches /readyz sends requests elsewhere.
func (o *ops) letOthersNotice() {
	if o.isWatched.Load() {
		time.Sleep(noticeTime)
	}
}

func (o *ops) check(ctx context.Context) error {
	if o.draining.Err() != nil {
		return errors.New("stopping")
	}
	if o.store.Ping(ctx) != nil {
		return errors.New("the database does not answer")
	}
	pending, err := migrations.Pending(ctx, o.store.SQL())
	if err != nil {
		return errors.New("the database's version cannot be read")
	}
	if pending {
		return errors.New("the database lacks migrations")
	}
	return o.ready()
}
