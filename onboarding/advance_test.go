package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

func execute(t *testing.T, b *onboardingtest.Bundle, statement string, values ...any) {
	t.Helper()
	if _, err := b.Store.Pool().Exec(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}

// A job may be given up after too many tries, or cancelled by hand.
func TestASyncThatHasLostItsJobIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	execute(t, b, "UPDATE businesses SET sync_requested_at = $1", b.Clock.Now())
	b.Pass(6 * time.Minute)
	b.Hurry("schedule")
	waitFor(t, func() bool {
		now := b.Business(connected.ID)
		return now.SyncRequestedAt == nil && now.LastSyncedAt.After(*connected.LastSyncedAt)
	})
}

func TestARevocationThatIsStuckAndHasLostItsJobIsTakenUpAgain(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	execute(t, b, `INSERT INTO revocations (id, business_id, outcome, verified, requested_at, requested_by)
		VALUES (gen_random_uuid(), $1, 'PENDING', false, $2, 'op')`, connected.ID, b.Clock.Now())
	execute(t, b, "UPDATE businesses SET status = 'REVOKE_STUCK', problem_code = 'REVOCATION_STUCK', problem_since = $1", b.Clock.Now())
	b.Hurry("schedule")
	waitFor(t, func() bool { return b.Business(connected.ID).Status == models.Disconnected })
}

const addUnderWay = `INSERT INTO onboardings (id, status, business_id, config_id, support_code, tries_left, created_by, created_at, expires_at)
	SELECT ('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, $1, $2, 'c', i::text, 1, 'x', $3, $3 FROM generate_series(1, $4::int) i`

func TestOnboardingsOfOneBusinessShareAJob(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	execute(t, b, addUnderWay, models.OnboardingSyncing, connected.ID, b.Clock.Now(), 2)
	b.Hurry("schedule")
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM onboardings WHERE status = 'COMPLETED'") == 3 })
}

// After a long outage there may be more than can be taken up again in one go.
func TestABacklogIsTakenUpBitByBit(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	execute(t, b, "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'too much'; END $$")
	execute(t, b, `CREATE TRIGGER refuse BEFORE INSERT ON river_job FOR EACH ROW WHEN (NEW.args->>'onboarding_id' LIKE '%000001001') EXECUTE FUNCTION refuse()`)
	execute(t, b, addUnderWay, models.OnboardingIdentifying, nil, b.Clock.Now(), 1001)
	b.Hurry("schedule")
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM river_job WHERE kind = 'identify'") == 1000 })
}
