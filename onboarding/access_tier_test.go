package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Meta's answers tell the app's tier, and nothing else does. What the latest of them said is known after a restart too.
func TestTheAccessTierIsWhatMetaLastSaid(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	if now, err := b.Readiness(t.Context()); err != nil || now.AccessTier != nil {
		t.Fatalf("before any answer: %+v, %v", now, err)
	}
	b.Connect(onboardingtest.Coffee)
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM access_tier") == 1 })
	now, err := b.Readiness(t.Context())
	if err != nil || now.AccessTier == nil || now.AccessTier.Level == nil || *now.AccessTier.Level != onboarding.LimitedAccess || now.AccessTier.MetaName != "development_access" {
		t.Fatalf("the sandbox's app: %+v, %v", now.AccessTier, err)
	}

	tell := func(word string) {
		b.Config.Throttle.Observe(meta.Call{Op: meta.OpBusiness, Usage: meta.Usage{Businesses: []meta.BusinessUsage{{Tier: word}}}})
	}
	for _, test := range []struct {
		word string
		want *onboarding.AccessLevel
	}{{"standard_access", level(onboarding.FullAccess)}, {"galactic_access", nil}} {
		b.Clock.Advance(time.Minute)
		tell(test.word)
		tell("") // most answers say nothing of it
		waitFor(t, func() bool {
			now, err := b.Readiness(t.Context())
			return err == nil && now.AccessTier.MetaName == test.word && now.AccessTier.SeenAt.Equal(b.Clock.Now())
		})
		now, err := b.Readiness(t.Context())
		if err != nil || (now.AccessTier.Level == nil) != (test.want == nil) || test.want != nil && *now.AccessTier.Level != *test.want {
			t.Errorf("%s: %+v, %v", test.word, now.AccessTier, err)
		}
	}

	if err := b.Store.KeepAccessTier(t.Context(), "development_access", b.Clock.Now().Add(-time.Second)); err != nil {
		t.Fatal(err)
	}
	if now, err := b.Readiness(t.Context()); err != nil || now.AccessTier.MetaName != "galactic_access" {
		t.Errorf("another replica stored later what it had heard earlier: %+v, %v", now.AccessTier, err)
	}
}

func level(l onboarding.AccessLevel) *onboarding.AccessLevel { return &l }
