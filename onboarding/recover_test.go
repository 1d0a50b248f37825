package onboarding_test

import (
	"testing"

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
