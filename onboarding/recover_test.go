package onboarding_test

import (
	"slices"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// The client granted access again and Meta's answer was lost. The token that works meanwhile can fetch the new one, so the client does
// not have to do it a third time.
func TestALostTokenIsFetchedByOneThatWorks(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	externalID := "client-a"
	connect := func() (*models.Onboarding, error) {
		o := b.Invite(onboarding.CreateInput{ExternalID: &externalID})
		return b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	}
	first, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	lost, err := connect()
	if err == nil || lost.ID == first.ID {
		t.Fatalf("got %+v, %v", lost, err)
	}
	waitFor(t, func() bool {
		o, err := b.Store.Onboarding(t.Context(), lost.ID)
		return err == nil && o.Status == models.OnboardingCompleted
	})
	if b.Count("SELECT count(*) FROM credentials WHERE state = 'LIVE' AND origin = 'RECOVERY'") != 1 || b.Calls("exchange") != 2 {
		t.Errorf("the token was not fetched; %d exchanges", b.Calls("exchange"))
	}
	if b.Count("SELECT count(*) FROM attempts WHERE outcome = 'STORED'") != 2 {
		t.Error("the attempt does not say that its token is here")
	}
}

// Without another token there is nothing to fetch it with: the client is asked to press once more.
func TestALostTokenOfANewClientWaitsForANewCode(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	externalID := "client-a"
	o := b.Invite(onboarding.CreateInput{ExternalID: &externalID})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "reset_after", Times: 1})
	_, _ = b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'recover' AND state = 'completed'") == 1
	})
	if again, err := b.Store.Onboarding(t.Context(), o.ID); err != nil || again.Status != models.OnboardingOutcomeUnknown {
		t.Errorf("got %+v, %v", again, err)
	}
}

// pauses lets a job have its next turns, each when its time has come, and says how long it waited for them.
func pauses(t *testing.T, b *onboardingtest.Bundle, kind string, turns int) (waited []time.Duration) {
	t.Helper()
	for range turns {
		var next time.Time
		waitFor(t, func() bool {
			err := b.Store.Pool().QueryRow(t.Context(), "SELECT scheduled_at FROM river_job WHERE kind = $1 AND state = 'scheduled'", kind).Scan(&next)
			return err == nil && next.After(b.Clock.Now())
		})
		waited = append(waited, next.Sub(b.Clock.Now()))
		b.Pass(waited[len(waited)-1])
	}
	return waited
}

// doubling is how long is waited for something that does not come.
var doubling = []time.Duration{time.Minute, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, time.Hour, time.Hour}

// loseAnswer lets client-a grant access while the answer to its code is lost.
func loseAnswer(t *testing.T, b *onboardingtest.Bundle, how string) *models.Onboarding {
	t.Helper()
	externalID := "client-a"
	o := b.Invite(onboarding.CreateInput{ExternalID: &externalID})
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: how, Times: 1})
	lost, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})})
	if err == nil || lost.Status != models.OnboardingOutcomeUnknown {
		t.Fatalf("got %+v, %v", lost, err)
	}
	return lost
}

// While Meta is away, a lost token is asked for less and less often, and at last no more: what is known of it stays.
func TestALostTokenIsNotAskedForForEver(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	b.Connect(onboardingtest.Coffee)
	execute(t, b, "UPDATE businesses SET external_id = 'client-a'")
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "fetch", Kind: "html"})
	lost := loseAnswer(t, b, "reset_after")
	if waited := pauses(t, b, "recover", len(doubling)); !slices.Equal(waited, doubling) {
		t.Errorf("waited %v", waited)
	}
	b.Pass(7 * 24 * time.Hour)
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'recover' AND state = 'completed'") == 1
	})
	now, err := b.Store.Onboarding(t.Context(), lost.ID)
	if err != nil || now.Status != models.OnboardingOutcomeUnknown || code(now.Problem) != models.ProblemExchangeOutcomeUnknown {
		t.Errorf("got %+v, %v", now, err)
	}
}

// What a refresh has brought is newer than the token in use as well, before it has taken its place. It is not the lost one.
func TestARefreshedTokenIsNotTakenForTheLostOne(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := connectFor(b, 60)
	execute(t, b, "UPDATE businesses SET external_id = 'client-a'")
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "debug_token", Kind: "html"})
	pass(t, b, 47*24*time.Hour)
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM credentials WHERE business_id = $1 AND state = 'PENDING' AND origin = 'REFRESH'", connected.ID) == 1
	})
	lost := loseAnswer(t, b, "reset")
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'recover' AND state = 'completed'") == 1
	})
	if b.Calls("fetch") != 1 {
		t.Errorf("%d tries to fetch it", b.Calls("fetch"))
	}
	now, err := b.Store.Onboarding(t.Context(), lost.ID)
	if err != nil || now.Status != models.OnboardingOutcomeUnknown {
		t.Errorf("got %+v, %v", now, err)
	}
	if b.Count("SELECT count(*) FROM credentials WHERE origin = 'RECOVERY'") != 0 || b.Count("SELECT count(*) FROM attempts WHERE outcome = 'STORED'") != 1 {
		t.Error("it was credited to the lost attempt")
	}
}
