package onboarding_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Calls that come while Meta wants none prolong the block. So for as long as it said, nobody calls for that business, from any replica
// and whatever is pressed; others are not affected.
func TestNobodyCallsInsideARegainWindow(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	other := b.Config
	other.Throttle = onboarding.NewThrottle(b.Store, b.Clock.Now, b.Config.Log)
	other.Meta = meta.New(meta.Config{
		AppID: b.Sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret(b.Sandbox.AppSecret())}, Version: "v26.0",
		GraphURL: b.GraphURL, Now: b.Clock.Now, Admit: other.Throttle.Admit, OnCall: other.Throttle.Observe,
	})
	replica := b.Start(other)
	throttled, free := b.Connect(onboardingtest.Coffee), b.Connect(onboardingtest.Florist)

	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 30, Times: 1})
	var told *onboarding.Error
	if _, err := b.Sync(b.Staff(), throttled.ID); !errors.As(err, &told) || told.Code != onboarding.MetaUnavailable {
		t.Fatalf("got %v", err)
	}
	if now := b.Business(throttled.ID); now.Status != models.Degraded || code(now.Problem) != models.ProblemThrottled || now.Problem.RetryAt == nil {
		t.Errorf("got %+v", now)
	}
	for _, service := range []*onboarding.Service{b.Service, replica} {
		if _, err := service.Sync(b.Staff(), throttled.ID); !errors.As(err, &told) || told.Code != onboarding.MetaUnavailable {
			t.Errorf("in the window: %v", err)
		}
		if _, err := service.Check(b.Staff(), throttled.ID); !errors.As(err, &told) || told.Code != onboarding.MetaUnavailable {
			t.Errorf("checking in the window: %v", err)
		}
	}
	if _, err := replica.Sync(b.Staff(), free.ID); err != nil {
		t.Errorf("another business: %v", err)
	}
	if inside := b.Sandbox.Journal().CallsInsideWindows; inside != 0 {
		t.Errorf("%d calls inside the window", inside)
	}
	b.Pass(31 * time.Minute)
	waitFor(t, func() bool { return b.Business(throttled.ID).Status == models.Connected })
	if inside := b.Sandbox.Journal().CallsInsideWindows; inside != 0 {
		t.Errorf("%d calls inside the window", inside)
	}
}

// lock lets nobody write a table until unlock is called. It can be read.
func lock(t *testing.T, b *onboardingtest.Bundle, table string) (unlock func()) {
	t.Helper()
	tx, err := b.Store.Pool().Begin(t.Context())
	if err == nil {
		_, err = tx.Exec(t.Context(), "SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE "+table+" IN SHARE MODE")
	}
	if err != nil {
		t.Fatal(err)
	}
	unlock = sync.OnceFunc(func() {
		if err := tx.Rollback(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(unlock) // or the store would wait for its end, too
	return unlock
}

// A database that does not answer must cost neither the token that came with what it is to keep, nor anybody's time, nor, in the end, what
// the other replicas have to know.
func TestHoldsThatTheDatabaseDoesNotTakeWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault metasandbox.Fault
		act   func(b *onboardingtest.Bundle) (ended bool)
		held  string
	}{
		"of an exchange": {
			metasandbox.Fault{Endpoint: "exchange", Kind: "usage", RegainMinutes: 30, Times: 1},
			func(b *onboardingtest.Bundle) bool {
				o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Florist})})
				return err == nil && o.Status == models.OnboardingIdentifying && code(o.Problem) == models.ProblemThrottled
			},
			"",
		},
		"of another call": {
			metasandbox.Fault{Endpoint: "owned_pixels", Kind: "throttle", RegainMinutes: 30, Times: 1},
			func(b *onboardingtest.Bundle) bool {
				page, err := b.Store.Businesses(b.Staff(), nil, nil, models.Paging{})
				if err == nil {
					_, err = b.Sync(b.Staff(), page.Edges[0].Node.ID)
				}
				var told *onboarding.Error
				return errors.As(err, &told) && told.Code == onboarding.MetaUnavailable
			},
			onboardingtest.Coffee,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			b.Connect(onboardingtest.Coffee)
			replica := onboarding.NewThrottle(b.Store, b.Clock.Now, b.Config.Log)
			b.Sandbox.Fail(test.fault)
			unlock := lock(t, b, "holds")
			start := time.Now()
			if !test.act(b) {
				t.Error("it did not go on")
			}
			if took := time.Since(start); took > 8*time.Second { // the database gives a lock up after 10
				t.Errorf("it took %s", took)
			}
			if !b.Config.Throttle.Admit(t.Context(), test.held).After(b.Clock.Now()) {
				t.Error("not even this replica knows")
			}
			unlock()
			waitFor(t, func() bool { return replica.Admit(t.Context(), test.held).After(b.Clock.Now()) })
			if inside := b.Sandbox.Journal().CallsInsideWindows; inside != 0 {
				t.Errorf("%d calls inside the window", inside)
			}
		})
	}
}

// The token of an exchange is in memory alone until its observer returns.
func TestAnExchangeWaitsForNoHold(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	unlock := lock(t, b, "holds")
	start := time.Now()
	b.Config.Throttle.Observe(meta.Call{Op: meta.OpExchangeCode, Holds: []meta.Hold{{BusinessID: onboardingtest.Coffee, Until: b.Clock.Now().Add(time.Hour)}}})
	if took := time.Since(start); took > 500*time.Millisecond {
		t.Errorf("it took %s", took)
	}
	unlock()
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM holds WHERE business_meta_id = $1", onboardingtest.Coffee) == 1
	})
}

// App Review readiness is computed from our own calls.
func TestCallsAreCountedByDayEndpointAndOutcome(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html", Times: 1})
	_, _ = b.Check(b.Staff(), connected.ID)
	calls := func(endpoint meta.Op, outcome string) (calls int64) {
		counts, err := b.Store.Usage(t.Context(), b.Clock.Now().Add(-48*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		for _, count := range counts {
			if count.Endpoint == string(endpoint) && count.Outcome == outcome {
				calls += count.Calls
			}
		}
		return calls
	}
	waitFor(t, func() bool {
		return calls(meta.OpExchangeCode, "ok") == 1 && calls(meta.OpOwnedDatasets, "ok") == 1 && calls(meta.OpDebugToken, string(meta.NoAnswer)) == 1
	})
}
