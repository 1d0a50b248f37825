package models_test

import (
	"errors"
	"testing"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestAStepIsUsedOnceAndNoneBeforeIt(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	user := &models.User{ID: models.NewID(), Email: "a@example.com", Role: models.Viewer, CreatedAt: start}
	in := func(change func(tx *models.Tx) error) error { return store.InTx(t.Context(), change) }
	offer := func(tx *models.Tx) error {
		return tx.OfferSecondFactor(&models.SecondFactor{UserID: user.ID, Ciphertext: sealedWith(7)})
	}
	if err := in(func(tx *models.Tx) error { return errors.Join(tx.CreateUser(user), offer(tx)) }); err != nil {
		t.Fatal(err)
	}
	for _, use := range []struct {
		step int64
		want error
	}{{100, nil}, {100, models.ErrStale}, {99, models.ErrStale}, {102, nil}, {101, models.ErrStale}} {
		if err := in(func(tx *models.Tx) error { return tx.UseStep(user.ID, use.step) }); !errors.Is(err, use.want) {
			t.Errorf("step %d: %v; want %v", use.step, err, use.want)
		}
	}
	if err := in(offer); err != nil { // another secret has other codes
		t.Error(err)
	}
	if err := in(func(tx *models.Tx) error { return tx.UseStep(user.ID, 99) }); err != nil {
		t.Errorf("of a secret offered anew: %v", err)
	}
}
