package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

const day = 24 * time.Hour

// retained lets what is to be dropped be dropped.
func retained(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	before := b.Count("SELECT coalesce(max(id), 0) FROM river_job")
	b.Hurry("retain")
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'retain' AND id > $1 AND state = 'completed'", before) > 0
	})
}

// An onboarding that led nowhere is forgotten in two steps: first for whom it was, then that it was.
func TestWhatIsKeptIsKeptAsLongAsPromised(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	external := "client-7"
	o := b.Invite(onboarding.CreateInput{ExternalID: &external, Labels: []string{"gold"}})
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: "AQDnonsense"}); err == nil {
		t.Fatal("nonsense was taken for a code")
	}
	report(t, b, "update", "4711", b.Clock.Now())
	processed(t, b)
	counts := func() [4]int {
		retained(t, b)
		return [4]int{
			b.Count("SELECT count(*) FROM meta_events"), b.Count("SELECT count(*) FROM onboardings WHERE external_id IS NOT NULL"),
			b.Count("SELECT count(*) FROM onboardings"), b.Count("SELECT count(*) FROM attempts"),
		}
	}
	for _, step := range []struct {
		passes time.Duration
		want   [4]int
	}{
		{29 * day, [4]int{1, 1, 1, 1}}, {2 * day, [4]int{0, 0, 1, 1}}, {58 * day, [4]int{0, 0, 1, 1}}, {2 * day, [4]int{0, 0, 0, 0}},
	} {
		b.Pass(step.passes)
		if got := counts(); got != step.want {
			t.Errorf("after another %s: %v, want %v", step.passes, got, step.want)
		}
	}
	if b.Count("SELECT count(*) FROM audit_events WHERE subject_id = $1", o.ID) == 0 {
		t.Error("the audit was shortened")
	}
}

func TestRetentionLeavesConnectionsAndEvidenceAlone(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	external := "client-7"
	o := b.Invite(onboarding.CreateInput{ExternalID: &external})
	if _, err := b.Complete(b.Holder(o), onboarding.CompleteInput{Code: b.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	asked := askToDelete(t, b, "0")
	deleted(t, b, asked.Code)
	b.Pass(500 * day)
	retained(t, b)
	for table, want := range map[string]int{"businesses": 1, "onboardings WHERE external_id IS NOT NULL": 1, "sync_runs": 1, "deletions": 1} {
		if got := b.Count("SELECT count(*) FROM " + table); got != want {
			t.Errorf("%d of %s are left", got, table)
		}
	}
}

// Should the jobs of requests to delete ever be lost, the requests are not, however many they are.
func TestRequestsToDeleteThatLostTheirJobGetAnother(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	execute(t, b, `INSERT INTO deletions (id, code, subject_hmac, origin, meta_user_id, requested_at)
		SELECT gen_random_uuid(), 'code ' || gen_random_uuid(), sha256(n::text::bytea), 'META', n::text, $1 FROM generate_series(1, 1001) n`, b.Clock.Now())
	b.Hurry("retain")
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM river_job WHERE kind = 'delete'") == 1001 })
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM deletions WHERE completed_at IS NOT NULL") > 0 })
}
