package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/onboarding/onboardingtest"
)

// looked lets a whole look at what is due begin and end.
func looked(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	b.Hurry("schedule")
	b.Pass(0)
	waitFor(t, func() bool {
		return b.Count("SELECT count(*) FROM river_job WHERE kind = 'schedule' AND state <> 'completed'") == 0
	})
}

// One statement plans a thousand. A look has to go on, or else more than 288,000 a day would never have their turn.
func TestEveryConnectionThatIsDueIsPlanned(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	execute(t, b, `INSERT INTO businesses (id, meta_id, status, connected_at, created_at, last_checked_at, token_expires_at)
		SELECT gen_random_uuid(), n::text, 'CONNECTED', $1, $1, $1, $1::timestamptz + interval '1 day' FROM generate_series(1, 1500) n`, b.Clock.Now().Add(-48*time.Hour))
	looked(t, b)
	for _, kind := range []string{"check", "refresh"} {
		if planned := b.Count("SELECT count(DISTINCT args) FROM river_job WHERE kind = $1", kind); planned != 1500 {
			t.Errorf("%s: %d of 1500 are planned", kind, planned)
		}
	}
	if ahead := b.Count("SELECT count(*) FROM river_job WHERE kind IN ('check', 'refresh') AND priority = 1"); ahead > 0 {
		t.Errorf("%d are planned ahead of what others ask for", ahead)
	}
	if first, last := b.Count("SELECT count(*) FROM river_job WHERE kind = 'check' AND scheduled_at < $1", b.Clock.Now()),
		b.Count("SELECT count(*) FROM river_job WHERE kind = 'check' AND scheduled_at > $1", b.Clock.Now().Add(time.Hour)); first+last != 0 {
		t.Errorf("%d are planned for the past, %d for later than in an hour", first, last)
	}
}
