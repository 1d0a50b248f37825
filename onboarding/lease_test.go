package onboarding

import (
	"testing"
	"time"

	"capiconnect/models"
)

// Whoever exchanges may have been slow, for one moment, to give its sign of life. Once it is there, nothing that was seen before it counts.
func TestASignOfLifeIsNotOverlooked(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	holder, until := models.NewID(), v.Now().Add(-time.Second)
	o := &models.Onboarding{
		ID: models.NewID(), Status: models.OnboardingExchanging, Labels: models.Strings{}, ConfigID: "1", SupportCode: "AAAA-AAAA", CreatedBy: "test",
		LeaseOwner: &holder, LeaseUntil: &until, CreatedAt: until, ExpiresAt: until,
	}
	if err := v.Store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateOnboarding(o) }); err != nil {
		t.Fatal(err)
	}
	end := func() models.OnboardingStatus {
		t.Helper()
		if err := v.endOverdue(t.Context(), o.ID); err != nil {
			t.Fatal(err)
		}
		now, err := v.Store.Onboarding(t.Context(), o.ID)
		if err != nil {
			t.Fatal(err)
		}
		return now.Status
	}
	listed, err := v.Store.OverdueOnboardings(t.Context(), v.Now(), 1)
	if err != nil || len(listed) != 1 {
		t.Fatalf("got %v, %v", listed, err)
	}
	if err := v.Store.ExtendLease(t.Context(), o.ID, holder, v.Now().Add(lease)); err != nil {
		t.Fatal(err)
	}
	if status := end(); status != models.OnboardingExchanging {
		t.Errorf("under a lease that holds it became %s", status)
	}
	if err := v.Store.ExtendLease(t.Context(), o.ID, holder, until); err != nil {
		t.Fatal(err)
	}
	if status := end(); status != models.OnboardingOutcomeUnknown {
		t.Errorf("without a lease it is %s", status)
	}
}
