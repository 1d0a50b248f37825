package models_test

import (
	"errors"
	"testing"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestATransactionThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	failure := errors.New("failure")
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateUser(&models.User{ID: models.NewID(), Email: "a@example.com", Role: models.Admin, CreatedAt: start}); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
	if _, err := store.UserByEmail(t.Context(), "a@example.com"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}
