package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"capiconnect/models"
)

type workCommand struct{}

// Help implements kong.HelpProvider.
func (workCommand) Help() string {
	return "Takes the settings of serve, and a DATABASE_URL. Any number of these may run, beside any number of serve, each with a DATA_DIR of its own. " +
		"It has no public listener; /livez, /readyz and /metrics are at OPS_ADDR."
}

// Run works the jobs, those that come due with time among them, until ctx ends.
func (workCommand) Run(ctx context.Context, env *environment) (err error) {
	c, err := readConfig(env.getenv, slices.Concat(needsMeta, needsOthers)...)
	if err != nil {
		return err
	}
	log := newLog(env.stderr, c.LogLevel)
	traces, err := startTracing(ctx, c.TraceCollector, c.TraceShare, log)
	if err != nil {
		return err
	}
	defer traces.stop()
	log = traces.inLog(log)
	private, err := listen("OPS_ADDR", c.OpsAddr)
	if err != nil {
		return err
	}
	defer private.Close()
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.stop()) }()
	traces.follow(db.Store)

	p := &program{log: log, traces: traces, opsAddress: private.Addr(), publicURL: c.publicURL(), store: db.Store}
	if p.clock, err = models.NewClock(ctx, db.Store); err != nil {
		return err
	}
	counts := newMetrics(db.Store)
	if p.service, err = newService(ctx, c, p, models.NewChanges(db.Store), counts); err != nil {
		return err
	}
	defer runAll(context.WithoutCancel(ctx), p.stayCurrent(c)...)()
	if err := p.service.Start(ctx); err != nil {
		return err
	}

	draining, beginDraining := context.WithCancel(ctx)
	defer beginDraining()
	operations := newServer((&ops{draining: draining, metrics: counts, ready: p.service.Ready, store: db.Store}).handler(), p.log)
	counts.watchReadiness(p.service.Ready)
	failed := make(chan error, 1)
	go func() { failed <- operations.Serve(private) }()
	defer operations.Close()
	if _, err = fmt.Fprintf(env.stdout, "CAPI Connect works jobs (health and metrics: http://%s)\n", p.opsAddress); err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	p.log.Info("stopping")
	beginDraining()
	limited, cancel := context.WithTimeout(context.Background(), drainLimit)
	defer cancel()
	drainWork(limited, p)
	return err
}
