package models_test

import (
	"context"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestChangesReachWhoeverWatches(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b, other := addBusiness(t, store, "1", "A"), addBusiness(t, store, "2", "B")
	changes := models.NewChanges(store)
	changed, stop := changes.Watch(b.ID)
	defer stop()
	unrelated, stopOther := changes.Watch(models.NewID())
	defer stopOther()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	go changes.Listen(ctx)
	<-changed // Listen wakes everybody once it listens
	<-unrelated

	for _, row := range []*models.Business{other, b} {
		if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateBusiness(row) }); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-changed:
	case <-ctx.Done():
		t.Fatal("the change was not announced")
	}
	select {
	case <-unrelated:
		t.Error("a change of another row was announced")
	default:
	}
}
