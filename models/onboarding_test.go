package models_test

import (
	"errors"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// Whoever has lost the lease must learn it from the sign of life, and must not take it back by giving one.
func TestOnlyTheHolderExtendsALease(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	holder, until := models.NewID(), start.Add(time.Minute)
	o := &models.Onboarding{
		ID: models.NewID(), Status: models.OnboardingExchanging, Labels: models.Strings{}, ConfigID: "1", SupportCode: "AAAA-AAAA", CreatedBy: "test",
		LeaseOwner: &holder, LeaseUntil: &until, CreatedAt: start, ExpiresAt: until,
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateOnboarding(o) }); err != nil {
		t.Fatal(err)
	}
	later := until.Add(time.Minute)
	if err := store.ExtendLease(t.Context(), o.ID, models.NewID(), later); !errors.Is(err, models.ErrStale) {
		t.Errorf("somebody else: %v", err)
	}
	if overdue, err := store.OverdueOnboardings(t.Context(), until.Add(time.Second), 10); err != nil || len(overdue) != 1 {
		t.Errorf("the lease should have run out: %v, %v", overdue, err)
	}
	if err := store.ExtendLease(t.Context(), o.ID, holder, later); err != nil {
		t.Errorf("the holder: %v", err)
	}
	if overdue, err := store.OverdueOnboardings(t.Context(), until.Add(time.Second), 10); err != nil || len(overdue) != 0 {
		t.Errorf("the lease should hold: %v, %v", overdue, err)
	}
	if now, err := store.Onboarding(t.Context(), o.ID); err != nil || now.Fence != o.Fence {
		t.Errorf("a sign of life moved the fence: %+v, %v", now, err)
	}
}
