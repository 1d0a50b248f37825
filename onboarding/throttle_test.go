package onboarding_test

import (
	"errors"
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
