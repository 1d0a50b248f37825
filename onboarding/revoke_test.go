package onboarding_test

import (
	"errors"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// While Meta is down, the token must not be used for anything but its own end, and nobody may be told that it has ended.
func TestARevocationOutlastsAWeekWithoutMeta(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'probe' AND state <> 'completed'") == 0
	})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	before := b.Sandbox.Journal().Calls
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	for range 7 {
		b.Pass(24 * time.Hour)
		tries := b.Count("SELECT tries FROM revocations")
		waitFor(t, func() bool { return b.Count("SELECT tries FROM revocations") > tries })
		if now := b.Business(connected.ID); now.Status != models.Revoking || code(now.Problem) != models.ProblemRevocationPending {
			t.Fatalf("got %+v", now)
		}
	}
	after := b.Sandbox.Journal().Calls
	for endpoint, calls := range after {
		if endpoint != "revoke" && endpoint != "permissions" && endpoint != "debug_token" && endpoint != "app_token" && endpoint != "connected_businesses" && calls != before[endpoint] {
			t.Errorf("%d calls of %s with a token that is being revoked", calls-before[endpoint], endpoint)
		}
	}
	b.Sandbox.ClearFaults()
	b.Pass(24 * time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Disconnected })
	last, err := b.Store.LastRevocation(t.Context(), connected.ID)
	if err != nil || !last.Verified || last.Outcome != models.Revoked || b.LiveTokens() != 0 {
		t.Errorf("got %+v, %v, %d tokens alive", last, err, b.LiveTokens())
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 {
		t.Error("the token is still stored")
	}
}

func TestARevocationThatDoesNotSucceedForAMonthIsStuckAndCanBeForgotten(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	var told *onboarding.Error
	if _, _, err := b.Forget(b.Staff(), connected.ID, nil); !errors.As(err, &told) || told.Code != onboarding.NotStuck {
		t.Errorf("forgotten before it was stuck: %v", err)
	}
	b.Pass(31 * 24 * time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.RevokeStuck })
	stuck := b.Business(connected.ID)
	if code(stuck.Problem) != models.ProblemRevocationStuck || b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 1 {
		t.Errorf("got %+v", stuck)
	}
	reason := "the client has removed the app"
	business, receipt, err := b.Forget(b.Staff(), connected.ID, &reason)
	if err != nil || business.Status != models.Disconnected || receipt.Outcome != models.RemovedHereOnly || receipt.Verified {
		t.Errorf("got %+v, %+v, %v", business, receipt, err)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 0 {
		t.Error("the token is still stored")
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE action = 'business: forgotten' AND actor_name = 'op@example.com'") != 1 {
		t.Error("the audit does not tell who forgot it")
	}
}

func TestAStuckRevocationStillSucceedsWhenMetaIsBack(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	b.Pass(31 * 24 * time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.RevokeStuck })
	b.Sandbox.ClearFaults()
	b.Pass(25 * time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Disconnected })
	if b.LiveTokens() != 0 {
		t.Error("the token is alive at Meta")
	}
}

// The receipt says that the business's grant has ended, so a token that a reconnection has replaced must not live on at Meta.
func TestEveryTokenOfTheBusinessEnds(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*onboardingtest.Bundle){
		"all is well": func(*onboardingtest.Bundle) {},
		"the uninstallation is lost": func(b *onboardingtest.Bundle) {
			b.Sandbox.Fail(metasandbox.Fault{Endpoint: "permissions", Kind: "reset", Times: 1})
		},
		"the token in use is dead already": func(b *onboardingtest.Bundle) {
			tokens := b.Sandbox.IssuedTokens()
			b.Sandbox.RevokeToken(tokens[len(tokens)-1].Token)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			b.Connect(onboardingtest.Coffee)
			connected := b.Connect(onboardingtest.Coffee)
			if b.LiveTokens() != 2 {
				t.Fatalf("%d tokens are alive", b.LiveTokens())
			}
			prepare(b)
			if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
				t.Fatal(err)
			}
			b.Pass(2 * time.Minute)
			waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Disconnected })
			if alive := b.LiveTokens(); alive != 0 {
				t.Errorf("%d tokens are alive at Meta", alive)
			}
		})
	}
}
