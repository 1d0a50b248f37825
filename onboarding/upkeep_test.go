package onboarding_test

import (
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

// rests waits until a job of a kind has been put off.
func rests(t *testing.T, b *onboardingtest.Bundle, kind string) {
	t.Helper()
	waitFor(t, func() bool {
		return b.Count(`SELECT count(*) FROM river_job WHERE kind = $1 AND state = 'scheduled' AND metadata->>'snoozes' IS NOT NULL`, kind) > 0
	})
}

// nextDay lets a day go by, and the hour over which its checks are spread.
func nextDay(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	planned := func() int {
		return b.Count(`SELECT count(*) FROM river_job WHERE kind = 'check' AND state = 'scheduled'`)
	}
	b.Pass(24 * time.Hour)
	waitFor(t, func() bool { return planned() > 0 })
	b.Pass(time.Hour)
}

// When Meta's headers tell that the app has little left to ask with, the daily work rests before Meta refuses everybody. Who waits for an
// answer still gets one, and once the load has sunk everything that rested is made up for.
func TestWhatIsLeftOfTheAllowanceIsForPeople(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	coffee := b.Connect(onboardingtest.Coffee)
	waitFor(t, func() bool { return b.Calls("dataset") > 0 })
	nextDay(t, b)
	waitFor(t, func() bool { return b.Business(coffee.ID).LastSyncedAt.After(*coffee.LastSyncedAt) })
	read := b.Business(coffee.ID).LastSyncedAt

	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "app_usage", UsagePercent: 85})
	if _, err := b.Check(b.Staff(), coffee.ID); err != nil {
		t.Fatal(err)
	}
	nextDay(t, b) // the check that finds out how things stand is made; what follows from it is not
	rests(t, b, "sync")
	if now := b.Business(coffee.ID); !now.LastSyncedAt.Equal(*read) || now.Status != models.Connected || now.Problem.Code != nil {
		t.Errorf("upkeep went on, or its rest counts as trouble: %+v", now)
	}
	if behind := b.Count("SELECT count(*) FROM river_job WHERE kind = 'sync' AND priority > 1 AND state = 'scheduled'"); behind != 1 {
		t.Error("a sync by the clock stands before those of clients")
	}
	if _, err := b.Sync(b.Staff(), coffee.ID); err != nil || b.Business(coffee.ID).LastSyncedAt.Equal(*read) {
		t.Errorf("somebody waits for it: %v", err)
	}
	if first := b.Count(`SELECT count(*) FROM river_job WHERE id = (SELECT max(id) FROM river_job WHERE kind = 'sync') AND priority = 1
		AND metadata->>'actor_name' = 'op@example.com'`); first != 1 {
		t.Error("it is not the sync of who asked for it")
	}
	probed := b.Calls("dataset")
	florist := b.Connect(onboardingtest.Florist)
	rests(t, b, "probe")
	if now := b.Calls("dataset"); now != probed {
		t.Errorf("%d datasets were probed", now-probed)
	}

	b.Sandbox.ClearFaults()
	b.Pass(10 * time.Minute)
	waitFor(t, func() bool { return b.Calls("dataset") > probed })
	nextDay(t, b)
	waitFor(t, func() bool { return b.Business(florist.ID).LastSyncedAt.After(*florist.LastSyncedAt) })
}

// An allowance of which enough is left keeps nobody from anything.
func TestUpkeepGoesOnWhileEnoughIsLeft(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	coffee := b.Connect(onboardingtest.Coffee)
	b.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "app_usage", UsagePercent: 84})
	nextDay(t, b)
	waitFor(t, func() bool { return b.Business(coffee.ID).LastSyncedAt.After(*coffee.LastSyncedAt) })
}
