package models_test

import (
	"errors"
	"testing"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestUpdateFailsWhenSomebodyElseWasFirst(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A")
	mine, theirs := *b, *b
	update := func(b *models.Business, name string) error {
		b.Name = &name
		return store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateBusiness(b) })
	}
	if err := update(&theirs, "theirs"); err != nil {
		t.Fatal(err)
	}
	if err := update(&mine, "mine"); !errors.Is(err, models.ErrStale) {
		t.Errorf("got %v", err)
	}
	if now, err := store.Business(t.Context(), b.ID); err != nil || *now.Name != "theirs" {
		t.Errorf("now: %v, %v", now, err)
	}
}
