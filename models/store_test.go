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

// A replica that froze in the middle of a transaction must not keep everybody from its rows until somebody notices.
func TestAFrozenTransactionIsEnded(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for setting, want := range map[string]string{"idle_in_transaction_session_timeout": "10s", "lock_timeout": "10s"} {
		var got string
		if err := store.Pool().QueryRow(t.Context(), "SHOW "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v", setting, got, err)
		}
	}
}
