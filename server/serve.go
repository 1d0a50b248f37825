package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	adminui "capiconnect/admin-ui"
	"capiconnect/graph"
	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// drainLimit is how long requests, exchanges and jobs under way may take after the signal to stop; with what else has to stop, the program is
// gone after 30 s.
const drainLimit = 25 * time.Second

type serveCommand struct {
	NoWorkers bool `help:"Leaves all jobs to programs that run as “work”."`
}

// Run is the production program.
func (command serveCommand) Run(ctx context.Context, env *environment) error {
	required := needsMeta
	if command.NoWorkers {
		required = slices.Concat(needsMeta, needsOthers)
	}
	c, err := readConfig(env.getenv, required...)
	if err != nil {
		return err
	}
	c.JobsElsewhere = command.NoWorkers
	return serve(ctx, env, c, func(_ context.Context, p *program) error {
		_, err := fmt.Fprintf(env.stdout, "CAPI Connect is at %s/admin/ (health and metrics: http://%s)\n", p.publicURL, p.opsAddress)
		return err
	})
}

// program is what runs, as far as the demo goes on with it.
type program struct {
	clock      *models.Clock
	log        *slog.Logger
	opsAddress net.Addr
	publicURL  *url.URL
	service    *onboarding.Service
	store      *models.Store
	traces     tracing
}

// serve starts everything, calls started, and when ctx ends stops everything in reverse order.
func serve(ctx context.Context, env *environment, c config, started func(context.Context, *program) error) (err error) {
	log := newLog(env.stderr, c.LogLevel)
	traces, err := startTracing(ctx, c.TraceCollector, c.TraceShare, log)
	if err != nil {
		return err
	}
	defer traces.stop()
	log = traces.inLog(log)
	public, err := listen("LISTEN_ADDR", c.ListenAddr)
	if err != nil {
		return err
	}
	defer public.Close()
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
	replica, err := openReplica(ctx, c, db.Store)
	if err != nil {
		return err
	}
	p := &program{log: log, traces: traces, opsAddress: private.Addr(), publicURL: c.PublicURL, store: db.Store}
	if p.publicURL == nil {
		p.publicURL = localURL(public.Addr().String())
	}
	if p.clock, err = models.NewClock(ctx, db.Store); err != nil {
		return err
	}
	counts, changes, sessions := newMetrics(db.Store), models.NewChanges(db.Store), newSessions(db.Store, p.clock.Now, clientBehind(c.TrustedProxies), c.PlainCookies)
	sessions.replica = replica
	if p.service, err = newService(ctx, c, p, changes, counts); err != nil {
		return err
	}
	beside := append(p.stayCurrent(c), changes.Listen, sessions.sweep)
	if replica != nil {
		defer replica.Close()
		beside = append(beside, func(ctx context.Context) { replica.Follow(ctx, log) })
	}
	defer runAll(context.WithoutCancel(ctx), beside...)()
	if err := p.service.Start(ctx); err != nil {
		return err
	}

	draining, beginDraining := context.WithCancel(ctx)
	defer beginDraining()
	documents := graph.Documents(adminui.Documents())
	asked := newOperations(counts.registry, documents.Operations())
	api := graph.NewHandler(graph.Config{
		Reader: db.Store, Replica: replica, Workflow: p.service, Changes: changes, Documents: documents, Log: log,
		OnOperation: asked.count, OnUserError: asked.countUserError, Tracer: traces.tracer,
		Doctor: newDoctor(c, p.publicURL, db.Store, p.service.Meta, p.clock.Now), Environment: shownSettings(c, p.publicURL, env.getenv), ProgramVersion: programVersion(),
	})
	site := site{
		config: c, draining: draining, files: adminui.Files(), graphql: api, log: log, metrics: counts, now: p.clock.Now,
		publicURL: p.publicURL, service: p.service, sessions: sessions, store: db.Store, traces: traces,
	}
	operations := &ops{draining: draining, metrics: counts, ready: p.service.Ready, store: db.Store}
	operations.isAmongOthers.Store(len(c.TrustedProxies) > 0)
	failed := make(chan error, 2)
	publicServer, privateServer := newServer(site.handler(), log), newServer(operations.handler(), log)
	held := newConnections(public, maxConnections, maxOfAddress, func(a address) bool { return a.isOneOf(c.TrustedProxies) })
	publicServer.ConnState = held.note
	requests, endRequests := context.WithCancel(context.WithoutCancel(ctx))
	defer endRequests()
	publicServer.BaseContext = func(net.Listener) context.Context { return requests } // one for each would cost each something
	counts.watchConnections(held)
	counts.watchReadiness(p.service.Ready)
	go func() { failed <- publicServer.Serve(held) }()
	go func() { failed <- privateServer.Serve(private) }()
	defer privateServer.Close()

	if err = started(ctx, p); err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
		}
	}
	log.Info("stopping")
	beginDraining()
	defer time.AfterFunc(drainingLifetime, endRequests).Stop()
	operations.letOthersNotice()
	closeBehindTheLast(public)
	drain(publicServer, p)
	return err
}

func newService(ctx context.Context, c config, p *program, changes *models.Changes, counts *metrics) (*onboarding.Service, error) {
	throttle, ourClock := onboarding.NewThrottle(p.store, p.clock.Now, p.log), newClockWatch(counts.registry, p.log)
	api := newMeta(c.Meta, throttle, p.clock.Now, counts.metaCall, newAllowance(counts.registry).observe, ourClock.observe)
	return onboarding.New(ctx, onboarding.Config{
		Store:     p.store,
		Changes:   changes,
		Meta:      api,
		Throttle:  throttle,
		Sealer:    c.Sealer,
		Login:     c.Meta.login(),
		PublicURL: p.publicURL.String(),
		Egress:    c.Egress,
		DataDir:   c.DataDir,
		Now:       p.clock.Now,
		Log:       p.log,
		OnKept:    counts.tokenKept,
		OnJob:     counts.jobTurn,
		Tracer:    p.traces.tracer,
		TraceOwn:  p.traces.draw,

		TokenLeases:   c.TokenLeases,
		JobsElsewhere: c.JobsElsewhere,
	})
}

// newMeta is Meta's side of the app that is configured, within its limits.
func newMeta(m metaConfig, throttle *onboarding.Throttle, now func() time.Time, observers ...func(meta.Call)) *meta.API {
	return meta.New(meta.Config{
		AppID: m.AppID, AppSecrets: m.AppSecrets, GraphURL: m.GraphURL, Version: m.GraphVersion, Now: now, Admit: throttle.Admit,
		OnCall: func(call meta.Call) {
			for _, observe := range observers {
				observe(call)
			}
			throttle.Observe(call)
		},
	})
}

// stayCurrent is what keeps the program's keyset and its time those of the others.
func (p *program) stayCurrent(c config) []func(context.Context) {
	return []func(context.Context){
		func(ctx context.Context) { c.Sealer.Watch(ctx, p.log) },
		func(ctx context.Context) { p.clock.Follow(ctx, p.log) },
	}
}

// runAll runs background work until the function that it returns is called, which waits for the work's end.
func runAll(ctx context.Context, work ...func(context.Context)) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, do := range work {
		running.Go(func() { do(ctx) })
	}
	return func() {
		cancel()
		running.Wait()
	}
}

// drain lets requests, exchanges and jobs under way end, within limits. A job that does not make it is taken up by the next start.
func drain(server *http.Server, p *program) {
	ctx, cancel := context.WithTimeout(context.Background(), drainLimit)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		p.log.Warn("requests were cut off", "error", err)
		server.Close()
	}
	drainWork(ctx, p)
}

func drainWork(ctx context.Context, p *program) {
	if err := p.service.Drain(ctx); err != nil {
		p.log.Warn("exchanges or jobs were cut off", "error", err)
	}
}
