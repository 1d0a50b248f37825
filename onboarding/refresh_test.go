package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// connectFor connects a business whose token lasts so many days.
func connectFor(b *onboardingtest.Bundle, days int) *models.Business {
	o, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, ExpiresInDays: days})})
	if err != nil {
		panic(err)
	}
	return b.Business(*o.BusinessID)
}

// pass lets time go by as it does: jobs that become due get their turn.
//
// The plan is made with the time at which "schedule" runs, so that has to have passed first.
func pass(t *testing.T, b *onboardingtest.Bundle, d time.Duration) {
	t.Helper()
	b.Pass(d)
	b.Hurry("schedule")
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'schedule' AND state <> 'completed'") == 0
	})
	b.Pass(time.Hour) // over which checks and refreshes are spread
}

func TestATokenIsReplacedBeforeItEnds(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectFor(b, 60)
	pass(t, b, 30*24*time.Hour)
	if b.Calls("refresh") != 0 {
		t.Error("refreshed with a month to go")
	}
	pass(t, b, 10*24*time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).TokenExpiresAt.After(*connected.TokenExpiresAt) })
	now := b.Business(connected.ID)
	if now.Status != models.Connected || now.Problem.Code != nil || now.Epoch == connected.Epoch {
		t.Errorf("got %+v", now)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE'") != 1 || b.Count("SELECT count(*) FROM credentials WHERE ciphertext IS NOT NULL") != 1 {
		t.Error("there is not just one token")
	}
	pass(t, b, 30*24*time.Hour) // beyond the first one's end
	if _, err := b.Check(b.Staff(), connected.ID); err != nil || b.Business(connected.ID).Status != models.Connected {
		t.Errorf("the new token: %v, %+v", err, b.Business(connected.ID))
	}
}

// A new token that does not work must not cost the old one that does.
func TestTheOldTokenIsKeptUntilTheNewOneIsVerified(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectFor(b, 60)
	b.Clock.Advance(47 * 24 * time.Hour)
	if _, err := b.Check(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	if warned := b.Business(connected.ID); warned.Status != models.Connected || code(warned.Problem) != models.ProblemTokenExpiring {
		t.Errorf("nobody was told that the token ends: %+v", warned)
	}
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html"})
	pass(t, b, 0)
	waitFor(t, func() bool { return b.Calls("refresh") >= 1 })
	if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE' AND origin = 'EXCHANGE'") != 1 {
		t.Error("a token that was not verified took the place of the one that works")
	}
	b.Sandbox.ClearFaults()
	b.Pass(7 * time.Hour)
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE' AND origin = 'REFRESH'") == 1
	})
	if b.Calls("refresh") != 1 {
		t.Errorf("%d refreshes: the one that was interrupted has to be carried on", b.Calls("refresh"))
	}
	if now := b.Business(connected.ID); now.Problem.Code != nil {
		t.Errorf("got %+v", now)
	}
}

func TestATokenThatEndsNeedsTheClient(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectFor(b, 60)
	b.Clock.Advance(61 * 24 * time.Hour)
	if _, err := b.Check(b.Staff(), connected.ID); err != nil {
		t.Fatal(err)
	}
	if now := b.Business(connected.ID); now.Status != models.NeedsReconnect || code(now.Problem) != models.ProblemTokenExpired {
		t.Errorf("got %+v", now)
	}
}

func TestTokensAreCheckedEveryDay(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.InvalidateTokens(onboardingtest.Coffee, 460)
	pass(t, b, 24*time.Hour)
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.NeedsReconnect })
	if got := code(b.Business(connected.ID).Problem); got != models.ProblemTokenRevoked {
		t.Errorf("got %s", got)
	}
}
