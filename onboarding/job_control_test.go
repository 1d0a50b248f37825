package onboarding_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// oneJob is the last job of a kind.
func oneJob(t *testing.T, b *onboardingtest.Bundle, kind string) *models.Job {
	t.Helper()
	jobs, err := b.Store.Jobs(t.Context(), &models.JobFilter{Kind: []string{kind}}, models.Paging{})
	if err != nil || len(jobs.Edges) == 0 {
		t.Fatalf("there is no job to %s: %v", kind, err)
	}
	return jobs.Edges[0].Node
}

// isRefused says whether a change of a job was refused for a reason, and left no trace.
func isRefused(t *testing.T, b *onboardingtest.Bundle, err error, reason onboarding.ErrorCode) bool {
	t.Helper()
	var told *onboarding.Error
	return errors.As(err, &told) && told.Code == reason && b.Count("SELECT count(*) FROM audit_events WHERE subject_kind = 'job'") == 0
}

// While Meta is away a sync waits longer and longer; whoever knows that Meta is back need not wait with it.
func TestAJobThatWaitsForMetaIsRetriedNow(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "html"})
	if _, err := b.Sync(b.Staff(), connected.ID); err == nil {
		t.Fatal("the datasets were read")
	}
	waitFor(t, func() bool { return oneJob(t, b, "sync").State == models.JobRetrying })
	waiting := oneJob(t, b, "sync")
	if waiting.Tries != 1 || !waiting.DueAt.After(b.Clock.Now()) || *waiting.BusinessID != connected.ID {
		t.Errorf("it waits as %+v", waiting)
	}
	b.Sandbox.ClearFaults()
	if _, err := b.RetryJob(b.Staff(), waiting.ID); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return oneJob(t, b, "sync").State == models.JobCompleted })
	if now := b.Business(connected.ID); now.Status != models.Connected {
		t.Errorf("the business is %s", now.Status)
	}
	if b.Count(`SELECT count(*) FROM audit_events WHERE action = 'job: retried' AND actor_name = 'op@example.com' AND subject_id = $1
		AND before->>'state' = 'RETRYING' AND after->>'kind' = 'sync' AND after->>'business' = $2::text`, waiting.ID, connected.ID.String()) != 1 {
		t.Error("the audit does not tell who retried it")
	}
	if _, err := b.RetryJob(b.Staff(), waiting.ID); errorCode(err) != onboarding.JobOver {
		t.Errorf("what was done is done again: %v", err)
	}
}

// Cancelling the end of a connection would leave a token alive that its client believes dead; and so on for each of these.
func TestWhatWouldBreakSomethingIsNotCancelled(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	if _, _, err := b.Revoke(b.Staff(), connected.ID, nil); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return oneJob(t, b, "revoke").State == models.JobRetrying })
	if _, err := b.CancelJob(b.Staff(), oneJob(t, b, "revoke").ID); !isRefused(t, b, err, onboarding.JobNeeded) {
		t.Errorf("it was answered %v", err)
	}
	if state := oneJob(t, b, "revoke").State; state != models.JobRetrying {
		t.Errorf("the job is %s", state)
	}
	for kind, isNeeded := range map[string]bool{
		"identify": true, "sync": true, "revoke": true, "event": true, "delete": true,
		"check": false, "refresh": false, "probe": false, "recover": false, "tend": false, "schedule": false, "reconcile": false, "retain": false, "rekey": false, "chain": false,
	} {
		if obstacle := onboarding.CancelObstacle(kind); (obstacle != nil) != isNeeded {
			t.Errorf("%s: %v", kind, obstacle)
		}
	}
}

func TestACancelledJobIsNotDoneUntilItIsRetried(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	plan := func() {
		execute(t, b, `INSERT INTO river_job (kind, queue, state, max_attempts, args, scheduled_at, unique_key, unique_states)
			VALUES ('check', 'upkeep', 'scheduled', 25, jsonb_build_object('business_id', $1::text), $2, 'check', B'11110001')`, connected.ID.String(), b.Clock.Now().Add(time.Hour))
	}
	plan()
	planned := oneJob(t, b, "check")
	cancelled, err := b.CancelJob(b.Staff(), planned.ID)
	if err != nil || cancelled.State != models.JobCancelled {
		t.Fatalf("%+v, %v", cancelled, err)
	}
	if _, err := b.CancelJob(b.Staff(), planned.ID); errorCode(err) != onboarding.JobOver {
		t.Errorf("cancelled twice: %v", err)
	}

	plan()
	if _, err := b.RetryJob(b.Staff(), planned.ID); errorCode(err) != onboarding.Busy {
		t.Errorf("retried beside its twin: %v", err)
	}
	execute(t, b, "DELETE FROM river_job WHERE kind = 'check' AND state = 'scheduled'")
	if _, err := b.RetryJob(b.Staff(), planned.ID); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return oneJob(t, b, "check").State == models.JobCompleted })
	if b.Count("SELECT count(*) FROM audit_events WHERE subject_id = $1", planned.ID) != 2 {
		t.Error("the audit does not tell of one cancellation and one retry")
	}
}

func TestAJobThatIsNotThereIsToldAsSuch(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	for _, id := range []uuid.UUID{uuid.New(), uuid.MustParse("00000000-0000-8000-8000-0000ffffffff")} {
		if _, err := b.RetryJob(b.Staff(), id); !isRefused(t, b, err, onboarding.NotFound) {
			t.Errorf("retrying %s: %v", id, err)
		}
		if _, err := b.CancelJob(b.Staff(), id); !isRefused(t, b, err, onboarding.NotFound) {
			t.Errorf("cancelling %s: %v", id, err)
		}
	}
}
