package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// A transaction whose time is up between two statements keeps its connection until it is over: whoever got it meanwhile would write into it.
func TestNobodyGetsTheConnectionOfATransactionThatIsNotOver(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	hurried, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	err := store.InTx(hurried, func(tx *models.Tx) error {
		<-tx.Over()
		err := tx.CreateUser(&models.User{ID: models.NewID(), Email: "late@example.com", Role: models.Admin, CreatedAt: start})
		if inUse := store.SQL().Stats().InUse; inUse != 1 {
			t.Errorf("%d connections are in use, the transaction's is given away", inUse)
		}
		return err
	})
	if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, models.ErrUnavailable) {
		t.Errorf("the caller had no time: %v", err)
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return nil }); err != nil {
		t.Errorf("the next transaction: %v", err)
	}
}
