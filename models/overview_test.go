package models_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func withProblem(status models.ConnectionStatus, code models.ProblemCode, since time.Time) func(*models.Business) {
	return func(b *models.Business) {
		b.Status, b.Problem = status, models.Problem{Code: &code, Since: &since}
	}
}

func disconnected(b *models.Business) { b.Status, b.DisconnectedAt = models.Disconnected, ptr(start) }

// addOnboarding adds one that was opened so long before start. Its attempts end as outcomes say.
func addOnboarding(t *testing.T, store *models.Store, status models.OnboardingStatus, age time.Duration, business *models.Business, outcomes ...models.AttemptOutcome) {
	t.Helper()
	opened := start.Add(-age)
	o := &models.Onboarding{
		ID: models.NewID(), Status: status, Labels: models.Strings{}, ConfigID: "c", SupportCode: models.NewID().String(), TriesLeft: 1, CreatedBy: "test",
		CreatedAt: opened, ExpiresAt: opened.Add(time.Hour),
	}
	if business != nil {
		o.BusinessID = &business.ID
	}
	switch status {
	case models.OnboardingCompleted:
		o.CompletedAt = &opened
	case models.OnboardingExchanging:
		o.LeaseUntil = &opened
	case models.OnboardingFailed, models.OnboardingOutcomeUnknown, models.OnboardingExpired, models.OnboardingCancelled:
		o.Problem = models.Problem{Code: ptr(models.ProblemInterrupted), Since: &opened}
	}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateOnboarding(o); err != nil {
			return err
		}
		for _, outcome := range outcomes {
			code := models.HashBearer(models.NewID().String())
			if _, err := tx.ClaimCode(&models.Attempt{ID: models.NewID(), OnboardingID: o.ID, CodeHMAC: code, Outcome: outcome, CreatedAt: opened}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheOverviewCountsEverybodyWhereTheyStand(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	well := addBusiness(t, store, "1", "Well")
	addBusiness(t, store, "2", "Warned", withProblem(models.Connected, models.ProblemNoDatasets, start))
	addBusiness(t, store, "3", "Degraded", withProblem(models.Degraded, models.ProblemSyncFailing, start.Add(time.Hour)))
	addBusiness(t, store, "4", "Gone", withProblem(models.NeedsReconnect, models.ProblemTokenRevoked, start.Add(-time.Hour)))
	addBusiness(t, store, "5", "Stuck", withProblem(models.RevokeStuck, models.ProblemRevocationStuck, start.Add(2*time.Hour)))
	addBusiness(t, store, "6", "Ending", withProblem(models.Revoking, models.ProblemRevocationPending, start))
	addBusiness(t, store, "7", "Ended", disconnected)

	const day = 24 * time.Hour
	addOnboarding(t, store, models.OnboardingOpen, day, nil)
	addOnboarding(t, store, models.OnboardingOpen, 40*day, nil) // long open, so pending, but not of the last 30 days
	addOnboarding(t, store, models.OnboardingExpired, day, nil)
	addOnboarding(t, store, models.OnboardingCancelled, day, nil)
	addOnboarding(t, store, models.OnboardingExchanging, 0, nil, models.AttemptPending)
	addOnboarding(t, store, models.OnboardingFailed, day, nil, models.AttemptRefused, models.AttemptRefused)
	addOnboarding(t, store, models.OnboardingOutcomeUnknown, day, nil, models.AttemptUnknown)
	addOnboarding(t, store, models.OnboardingIdentifying, 0, nil, models.AttemptStored)
	addOnboarding(t, store, models.OnboardingFailed, day, nil, models.AttemptRefused, models.AttemptStored) // of a token that is no use
	addOnboarding(t, store, models.OnboardingSyncing, 0, well, models.AttemptStored)
	addOnboarding(t, store, models.OnboardingCompleted, 29*day, well, models.AttemptUnknown, models.AttemptStored)
	addOnboarding(t, store, models.OnboardingCompleted, 31*day, well, models.AttemptStored)

	since := start.Add(-30 * day)
	got, err := store.Overview(t.Context(), since)
	if err != nil {
		t.Fatal(err)
	}
	want := &models.Overview{
		Businesses:         models.BusinessCounts{Connected: 2, NeedsAttention: 4, Disconnecting: 1, Disconnected: 1},
		PendingOnboardings: 5,
		Funnel:             models.OnboardingFunnel{Since: since, Opened: 10, CodeGiven: 7, Exchanged: 4, Identified: 2, Completed: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	first, err := store.BusinessesNeedingAttention(t.Context(), 3)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, b := range first {
		names = append(names, *b.Name)
	}
	if diff := cmp.Diff([]string{"Stuck", "Degraded", "Warned"}, names); diff != "" {
		t.Errorf("the latest problems (-want +got):\n%s", diff)
	}
	page, err := store.Businesses(t.Context(), &models.BusinessFilter{NeedsAttention: ptr(true)}, &models.BusinessOrder{Field: models.BusinessByName, Direction: models.Ascending}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Degraded", "Gone", "Stuck", "Warned"}, businessNames(page)); diff != "" {
		t.Errorf("the list behind the number (-want +got):\n%s", diff)
	}
	if page, err = store.Businesses(t.Context(), &models.BusinessFilter{NeedsAttention: ptr(false)}, nil, models.Paging{}); err != nil || len(page.Edges) != 3 {
		t.Errorf("the others: %q, %v", businessNames(page), err)
	}
}
