package onboarding_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// test sends a test event to the app of Coffee, which has never received one.
func test(t *testing.T, b *onboardingtest.Bundle, businessID uuid.UUID) (*onboarding.TestEvent, error) {
	t.Helper()
	return b.SendTestEvent(b.Staff(), onboarding.TestInput{BusinessID: businessID, DatasetID: dataset(t, b, app), TestEventCode: "TEST12345"})
}

func TestATestEventIsSeenToArrive(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	sent, err := test(t, b, connected.ID)
	if err != nil || sent.Received == nil || *sent.Received != 1 || sent.FBTraceID == nil || sent.Problem != nil || sent.ID == "" {
		t.Fatalf("got %+v, %v", sent, err)
	}
	if b.Count("SELECT count(*) FROM datasets WHERE meta_id = $1 AND last_fired_at = $2", app, sent.SentAt) != 1 {
		t.Error("the dataset does not show that it has received an event")
	}
	if b.Count(`SELECT count(*) FROM audit_events WHERE action = 'dataset: test event sent' AND subject_id = $1 AND after->>'eventId' = $2`, dataset(t, b, app), sent.ID) != 1 {
		t.Error("nobody can tell who sent it")
	}
}

// Meta processes test events, so whoever holds the button down must not fill a client's dataset.
func TestADatasetIsTestedOnceAMinute(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	if _, err := test(t, b, connected.ID); err != nil {
		t.Fatal(err)
	}
	b.Clock.Advance(59 * time.Second)
	if _, err := test(t, b, connected.ID); errorCode(err) != onboarding.Busy || b.Calls("events") != 1 {
		t.Errorf("within the minute: %v after %d calls", err, b.Calls("events"))
	}
	b.Clock.Advance(time.Second)
	if _, err := test(t, b, connected.ID); err != nil {
		t.Errorf("after the minute: %v", err)
	}
}

func TestWhatMetaRefusesIsExplained(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   metasandbox.Fault
		code    onboarding.ErrorCode
		problem models.ProblemCode
		status  models.ConnectionStatus
	}{
		"Meta is down":          {metasandbox.Fault{Endpoint: "events", Kind: "html"}, onboarding.MetaUnavailable, models.ProblemMetaUnavailable, models.Connected},
		"the event is refused":  {metasandbox.Fault{Endpoint: "events", Kind: "error", Code: 100, Subcode: 2804050}, onboarding.MetaRefused, models.ProblemMetaRefused, models.Connected},
		"a permission is short": {metasandbox.Fault{Endpoint: "events", Kind: "error", Code: 200}, onboarding.MetaRefused, models.ProblemPermissionsMissing, models.Connected},
		"the token is dead":     {metasandbox.Fault{Endpoint: "events", Kind: "uninstall"}, onboarding.MetaRefused, models.ProblemAppUninstalled, models.NeedsReconnect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := onboardingtest.Setup(t)
			connected := b.Connect(onboardingtest.Coffee)
			b.Sandbox.Fail(c.fault)
			sent, err := test(t, b, connected.ID)
			if errorCode(err) != c.code || sent == nil || sent.Received != nil || sent.Problem == nil || sent.Problem.Code != c.problem {
				t.Errorf("got %+v, %v", sent, err)
			}
			if now := b.Business(connected.ID); now.Status != c.status {
				t.Errorf("the business is %s", now.Status)
			}
		})
	}
}

func TestNothingIsSentWhereItCannotArrive(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	coffee, florist := b.Connect(onboardingtest.Coffee), b.Connect(onboardingtest.Florist)
	gone := b.Connect(onboardingtest.Empty)
	if _, _, err := b.Revoke(b.Staff(), gone.ID, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in   onboarding.TestInput
		want onboarding.ErrorCode
	}{
		"no code":              {onboarding.TestInput{BusinessID: coffee.ID, DatasetID: dataset(t, b, app)}, onboarding.InvalidInput},
		"a code of nonsense":   {onboarding.TestInput{BusinessID: coffee.ID, DatasetID: dataset(t, b, app), TestEventCode: "a b"}, onboarding.InvalidInput},
		"another's dataset":    {onboarding.TestInput{BusinessID: florist.ID, DatasetID: dataset(t, b, app), TestEventCode: "T"}, onboarding.NotFound},
		"no such business":     {onboarding.TestInput{BusinessID: uuid.New(), DatasetID: dataset(t, b, app), TestEventCode: "T"}, onboarding.NotFound},
		"a business that left": {onboarding.TestInput{BusinessID: gone.ID, DatasetID: dataset(t, b, app), TestEventCode: "T"}, onboarding.NotConnected},
	} {
		if sent, err := b.SendTestEvent(b.Staff(), c.in); errorCode(err) != c.want || sent != nil {
			t.Errorf("%s: %+v, %v", name, sent, err)
		}
	}
	if b.Calls("events") != 0 {
		t.Errorf("%d events were sent", b.Calls("events"))
	}
}
