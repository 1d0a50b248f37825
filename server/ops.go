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

// readinessLimit is how long the database may take to answer before the program counts as not ready.
const readinessLimit = 2 * time.Second

// ops is what the operations listener serves: to machines of the operator, never to the public.
type ops struct {
	draining context.Context // ends when the program begins to stop
	metrics  *metrics
	ready    func() error // what keeps the workflow from taking codes
	store    *models.Store

	isAmongOthers atomic.Bool // somebody sends requests here or elsewhere: a proxy is configured, or asks /readyz
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
	o.isAmongOthers.Store(true)
	ctx, cancel := context.WithTimeout(r.Context(), readinessLimit)
	defer cancel()
	if err := o.check(ctx); err != nil {
		writeJSON(w, http.StatusServiceUnavailable, health{Status: "not ready", Reason: err.Error()})
		return
	}
	writeJSON(w, http.StatusOK, health{Status: "ready"})
}

// letOthersNotice waits until whoever may send requests elsewhere does.
func (o *ops) letOthersNotice() {
	if o.isAmongOthers.Load() {
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
