package main

import (
	"context"
	"errors"
	"net/http"
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
}

func (o ops) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, health{Status: "ok"}) })
	mux.HandleFunc("GET /readyz", o.readiness)
	mux.Handle("GET /metrics", o.metrics.handler())
	return mux
}

type health struct {
	Status string `json:"status"`
	Reason string `json:"reason,omitempty"`
}

// readiness tells whether requests should come here: not while the database is away or of an older version, while a token waits for
// it, nor while stopping.
func (o ops) readiness(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readinessLimit)
	defer cancel()
	if err := o.check(ctx); err != nil {
		writeJSON(w, http.StatusServiceUnavailable, health{Status: "not ready", Reason: err.Error()})
		return
	}
	writeJSON(w, http.StatusOK, health{Status: "ready"})
}

func (o ops) check(ctx context.Context) error {
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
