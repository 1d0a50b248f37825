package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// A page that comes just as the connection ends must not outlive its run, and none comes after it.
func TestAPageThatIsJustBeingKeptGoesWithItsRun(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "mine")
	run := &models.SyncRun{ID: models.NewID(), BusinessID: b.ID, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	keep := func(number int, then func()) error {
		return store.InTx(t.Context(), func(tx *models.Tx) error {
			defer then()
			return tx.KeepSyncPage(run, &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: number}, start)
		})
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateSyncRun(run) }); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	err := keep(1, func() {
		go func() {
			ended <- store.InTx(t.Context(), func(tx *models.Tx) error { return tx.SupersedeSync(b.ID, start) })
		}()
		waitForALock(t, store)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if err := keep(2, func() {}); !errors.Is(err, models.ErrStale) {
		t.Errorf("a page after the end: %v", err)
	}
	var left int
	if err := store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM sync_pages").Scan(&left); err != nil || left != 0 {
		t.Errorf("%d pages are left, %v", left, err)
	}
}

// waitForALock waits until somebody else waits for a lock in the store's database.
func waitForALock(t *testing.T, store *models.Store) {
	t.Helper()
	for deadline, waiting := time.Now().Add(15*time.Second), 0; waiting == 0; {
		err := store.Pool().QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting)
		if err != nil || time.Now().After(deadline) {
			t.Errorf("nobody waits for a lock, %v", err)
			return
		}
	}
}

// A list that changes while it is read may name a dataset on two pages: it stands there once, as it was named last, and came once.
func TestADatasetThatAListNamesTwiceStandsThereOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "mine")
	run := &models.SyncRun{ID: models.NewID(), BusinessID: b.ID, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateSyncRun(run); err != nil {
			return err
		}
		for number, name := range []string{"first", "last"} {
			page := &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: number + 1, Facts: []models.DatasetFact{fact("10", name, models.Owned).DatasetFact}}
			if err := tx.KeepSyncPage(run, page, start); err != nil {
				return err
			}
		}
		return tx.ApplySync(run, start)
	})
	if err != nil || run.OwnedCount != 1 || run.AddedCount != 1 {
		t.Fatalf("%d owned, %d added, %v", run.OwnedCount, run.AddedCount, err)
	}
	pages, err := store.DatasetsOfBusinesses(t.Context(), []uuid.UUID{b.ID}, models.Owned, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"last"}, names(pages[b.ID], func(d *models.Dataset) *string { return d.Name })); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
