package onboarding_test

import (
	"errors"
	"testing"

	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// A wrong app secret would use up code after code of clients who did nothing wrong. It costs one; the next ones are refused before
// they are sent, in every replica, and stay good.
func TestAWrongSecretBurnsOneCode(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	replica := b.Start(b.Config)
	waitFor(t, func() bool { return answered(b, "app_token") == 2 }) // both have asked at their start, and all was well
	old := b.Sandbox.AppSecret()
	b.Sandbox.RotateSecret("another secret")
	give := func(service *onboarding.Service) (string, error) {
		given := b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})
		_, err := service.Complete(b.Staff(), onboarding.CompleteInput{Code: given})
		return given, err
	}
	var told *onboarding.Error
	if _, err := give(b.Service); !errors.As(err, &told) || told.Code != onboarding.OnboardingFailed {
		t.Fatalf("the first: %v", err)
	}
	sent := b.Calls("exchange")
	var kept string
	for _, service := range []*onboarding.Service{replica, b.Service, replica} {
		given, err := give(service)
		if !errors.As(err, &told) || told.Code != onboarding.MetaRefused {
			t.Errorf("got %v", err)
		}
		kept = given
	}
	if got := b.Calls("exchange"); got != sent {
		t.Errorf("%d codes were sent with a secret that is known to be wrong", got-sent)
	}
	if b.Count("SELECT count(*) FROM onboardings WHERE status <> 'FAILED'") != 0 || b.Count("SELECT count(*) FROM attempts") != 1 {
		t.Error("a code that was refused left something behind")
	}

	noted := func(action string) int {
		return b.Count("SELECT count(*) FROM audit_events WHERE action = 'app secret: ' || $1 AND actor_kind = 'SYSTEM' AND subject_id = $2", action, b.Config.Login.ID())
	}
	if got := noted("rejected by Meta"); got != 1 {
		t.Errorf("noted %d times that Meta rejects the secret", got)
	}

	// The secret is put right at Meta; the program finds out by itself, and a replica that starts at once.
	b.Sandbox.RotateSecret(old)
	b.Start(b.Config)
	waitFor(t, func() bool { return noted("taken by Meta again") == 1 })
	if _, err := b.Complete(b.Staff(), onboarding.CompleteInput{Code: kept}); err != nil {
		t.Errorf("the code that was not sent: %v", err)
	}
}

// answered is how many calls of an endpoint have been answered.
func answered(b *onboardingtest.Bundle, endpoint string) (calls int) {
	for _, call := range b.Sandbox.Journal().Recent {
		if call.Endpoint == endpoint {
			calls++
		}
	}
	return calls
}
