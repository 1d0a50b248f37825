package models_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

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

func TestEventsAreListedWithWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	known := addBusiness(t, store, "1", "known")
	byUser := models.MetaEvent{ID: models.NewID(), Digest: bytes.Repeat([]byte{1}, 32), Kind: models.EventDeauthorize, MetaUserID: ptr("77"), At: start, ReceivedAt: start.Add(time.Hour)}
	ofKnown, ofStranger := updateOf("1"), updateOf("2")
	ofKnown.Outcome, ofKnown.ProcessedAt = ptr(models.EventApplied), ptr(start)
	keep(t, store, ofKnown, ofStranger, byUser)
	for _, statement := range []string{
		`INSERT INTO credentials (id, business_id, state, fingerprint, meta_user_id, granted_at, retired_at, origin)
			VALUES (gen_random_uuid(), '` + known.ID.String() + `', 'RETIRED', sha256('a'), '77', now(), now(), 'EXCHANGE')`,
		`INSERT INTO orphan_grants (id, business_meta_id, name, found_at, outcome, ended_at) VALUES (gen_random_uuid(), '2', 'ended', now() - interval '1 day', 'GONE', now())`,
		`INSERT INTO orphan_grants (id, business_meta_id, name, found_at) VALUES (gen_random_uuid(), '2', 'open', now())`,
	} {
		if _, err := store.Pool().Exec(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}

	all := []uuid.UUID{ofKnown.ID, ofStranger.ID, byUser.ID}
	businesses, err := store.BusinessesOfMetaEvents(t.Context(), all)
	if err != nil || len(businesses) != 2 || businesses[ofKnown.ID].ID != known.ID || businesses[byUser.ID].ID != known.ID {
		t.Errorf("businesses: %+v, %v", businesses, err)
	}
	orphans, err := store.OrphanGrantsOfMetaEvents(t.Context(), all)
	if err != nil || len(orphans) != 1 || *orphans[ofStranger.ID].Name != "open" {
		t.Errorf("orphan grants: %+v, %v", orphans, err)
	}
	for name, test := range map[string]struct {
		filter models.MetaEventFilter
		want   []uuid.UUID
	}{
		"all, the last received first": {models.MetaEventFilter{}, []uuid.UUID{byUser.ID, ofStranger.ID, ofKnown.ID}},
		"of a kind":                    {models.MetaEventFilter{Kind: []models.EventKind{models.EventDeauthorize}}, []uuid.UUID{byUser.ID}},
		"with an outcome":              {models.MetaEventFilter{Outcome: []models.EventOutcome{models.EventApplied}}, []uuid.UUID{ofKnown.ID}},
		"those that wait":              {models.MetaEventFilter{Outcome: []models.EventOutcome{models.EventWaiting}}, []uuid.UUID{byUser.ID, ofStranger.ID}},
	} {
		page, err := store.MetaEvents(t.Context(), &test.filter, models.Paging{})
		if err != nil {
			t.Fatal(err)
		}
		got := []uuid.UUID{}
		for _, edge := range page.Edges {
			got = append(got, edge.Node.ID)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
