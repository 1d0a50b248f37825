package models_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func updateOf(metaID string) models.MetaEvent {
	digest := sha256.Sum256([]byte(metaID))
	return models.MetaEvent{ID: models.NewID(), Digest: digest[:], Kind: models.EventUpdate, BusinessMetaID: &metaID, At: start, ReceivedAt: start}
}

func keep(t *testing.T, store *models.Store, events ...models.MetaEvent) (added []uuid.UUID) {
	t.Helper()
	err := store.InTx(t.Context(), func(tx *models.Tx) (err error) {
		added, err = tx.CreateEvents(slices.Clone(events))
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return added
}

func TestOfEventsOnlyTheNewOnesAreAdded(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	first, second := updateOf("1"), updateOf("2")
	first.Outcome, first.ProcessedAt = ptr(models.EventOld), ptr(start)
	if diff := cmp.Diff([]uuid.UUID{first.ID}, keep(t, store, first)); diff != "" {
		t.Errorf("the first (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]uuid.UUID{second.ID}, keep(t, store, updateOf("1"), second, updateOf("2"))); diff != "" {
		t.Errorf("with old ones and twice (-want +got):\n%s", diff)
	}
	for _, want := range []models.MetaEvent{first, second} {
		got, err := store.Event(t.Context(), want.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Meta delivers again what it is not sure of, perhaps while the first delivery is being kept, and in any order.
func TestDeliveriesOfTheSameEventsDoNotBlockEachOther(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	var all sync.WaitGroup
	for i := range 10 {
		var events []models.MetaEvent
		for n := range 300 {
			events = append(events, updateOf(fmt.Sprint(n)))
		}
		if i%2 == 0 {
			slices.Reverse(events)
		}
		all.Go(func() { keep(t, store, events...) })
	}
	all.Wait()
	var kept int
	if err := store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM meta_events").Scan(&kept); err != nil || kept != 300 {
		t.Errorf("%d, %v", kept, err)
	}
}
