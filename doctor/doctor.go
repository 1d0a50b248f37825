// Package doctor finds out whether the installation works: at Meta, here, and on the way between the two. It owns the list of checks, what
// each finding means, who has to do what about it, and what the App Dashboard has to be given. It must not know GraphQL or gorm, and
// changes nothing anywhere.
package doctor

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

const (
	// callLimit is what a check may take, and checkLimit when it is given up although it does not heed that.
	callLimit  = 4 * time.Second
	checkLimit = 5 * time.Second
	// kept is how long findings count where nobody asks for fresh ones, and freshly how long where somebody does: a button that is pressed
	// ten times asks Meta once.
	kept    = 5 * time.Minute
	freshly = 10 * time.Second
)

// Config is what the checks look at.
type Config struct {
	Store          *models.Store
	Meta           *meta.API
	MetaIsHere     bool // a sandbox plays Meta's side, on this machine
	Sealer         *seal.Sealer
	KeysetFile     string // where Sealer's keyset is; empty when it came by value
	DataDir        string
	Login          onboarding.LoginConfiguration
	PublicURL      *url.URL
	AllowedOrigins []string    // of partners' pages with a login button
	VerifyToken    meta.Secret // of the webhook; empty: Meta cannot verify its address
	Now            func() time.Time
}

// Doctor makes the checks and keeps for a while what they found.
type Doctor struct {
	Config
	web *http.Transport

	making sync.Mutex // one round at a time: who asks meanwhile gets its findings
	last   Report
}

// New makes a Doctor. Nothing is checked yet.
func New(config Config) *Doctor { return &Doctor{Config: config, web: newTransport()} }

// Report is how every check came out.
type Report struct {
	CheckedAt time.Time
	Checks    []Check // in the order of the list
}

// Failed counts the checks that failed.
func (r Report) Failed() (failed int) {
	for _, check := range r.Checks {
		if check.State == Failed {
			failed++
		}
	}
	return failed
}

// Report makes the checks, unless that was done a moment ago or, when they need not be fresh, some minutes ago. It goes on when the
// caller leaves, since its findings are others' too.
func (d *Doctor) Report(ctx context.Context, fresh bool) Report {
	maxAge := kept
	if fresh {
		maxAge = freshly
	}
	d.making.Lock()
	defer d.making.Unlock()
	if d.last.Checks == nil || d.Now().Sub(d.last.CheckedAt) >= maxAge {
		d.last = d.makeRound(context.WithoutCancel(ctx))
	}
	return d.last
}

// round is one time that all checks are made. What several of them need is asked for once.
type round struct {
	*Doctor
	app    func() (meta.App, error)
	logins func() (models.LoginOutcomes, error)
}

// makeRound makes all checks at once, none of which waits for another.
func (d *Doctor) makeRound(ctx context.Context) Report {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	r := &round{
		Doctor: d,
		app:    sync.OnceValues(func() (meta.App, error) { return d.Meta.App(ctx) }),
		logins: sync.OnceValues(func() (models.LoginOutcomes, error) { return d.Store.LoginOutcomes(ctx, d.Login.ConfigID) }),
	}
	checks := make([]Check, len(list))
	var all sync.WaitGroup
	for i, entry := range list {
		all.Go(func() { checks[i] = r.make(ctx, entry) })
	}
	all.Wait()
	return Report{CheckedAt: d.Now(), Checks: checks}
}

// make makes one check. One that panics, or does not end in time, keeps neither the others nor the program.
func (r *round) make(ctx context.Context, entry entry) Check {
	found := make(chan finding, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				found <- unknown("The check itself broke down: %s.", onboarding.PanicCause(cause))
			}
		}()
		found <- entry.look(r, ctx)
	}()
	select {
	case f := <-found:
		return Check{Code: entry.code, Title: entry.title, State: f.state, Found: f.text, Fix: f.fix}
	case <-time.After(checkLimit):
		return Check{Code: entry.code, Title: entry.title, State: Unknown, Found: "The check did not end within 5 seconds."}
	}
}
