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
		return tx.FinishLists(run, start)
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

// aRun is a run that has begun.
func aRun(t *testing.T, store *models.Store, b *models.Business) *models.SyncRun {
	t.Helper()
	run := &models.SyncRun{ID: models.NewID(), BusinessID: b.ID, Epoch: b.Epoch, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	inTx(t, store, func(tx *models.Tx) error { return tx.CreateSyncRun(run) })
	return run
}

// keepOwned keeps one page of owned datasets, which have their ids for names.
func keepOwned(t *testing.T, store *models.Store, run *models.SyncRun, number int, metaIDs ...string) {
	t.Helper()
	page := &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: number}
	for _, id := range metaIDs {
		page.Facts = append(page.Facts, fact(id, id, models.Owned).DatasetFact)
	}
	inTx(t, store, func(tx *models.Tx) error { return tx.KeepSyncPage(run, page, start) })
}

// finish ends a run that has read both lists, and returns what has moved.
func finish(t *testing.T, store *models.Store, run *models.SyncRun) (moves []models.DatasetMove) {
	t.Helper()
	inTx(t, store, func(tx *models.Tx) error {
		err := tx.FinishLists(run, start)
		if err == nil {
			err = tx.EndSyncRun(run, models.SyncCompleted, start)
		}
		if err == nil {
			moves, err = tx.DatasetMoves(run.ID, 100)
		}
		return err
	})
	return moves
}

// texts are moves as texts: + for what came, - for what went.
func texts(moves []models.DatasetMove) []string {
	texts := []string{}
	for _, m := range moves {
		switch {
		case m.Before == nil:
			texts = append(texts, "+"+m.MetaID)
		case m.After == nil:
			texts = append(texts, "-"+m.MetaID)
		default:
			texts = append(texts, m.MetaID)
		}
	}
	return texts
}

// Whoever is told of what moves must hear of it once, also when the run that found it never came to its end.
func TestWhatAnAbandonedRunHasFoundIsToldByTheNext(t *testing.T) {
	t.Parallel()
	for name, abandon := range map[string]func(*models.Tx, *models.SyncRun) error{
		"superseded": func(tx *models.Tx, run *models.SyncRun) error { return tx.SupersedeSync(run.BusinessID, start) },
		"failed":     func(tx *models.Tx, run *models.SyncRun) error { return tx.EndSyncRun(run, models.SyncFailed, start) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := modelstest.Open(t)
			b := addBusiness(t, store, "1", "mine")
			whole := aRun(t, store, b)
			keepOwned(t, store, whole, 1, "10", "20")
			finish(t, store, whole)

			abandoned := aRun(t, store, b)
			keepOwned(t, store, abandoned, 1, "10", "30", "40")
			inTx(t, store, func(tx *models.Tx) error { return abandon(tx, abandoned) })

			next := aRun(t, store, b)
			keepOwned(t, store, next, 1, "10", "30", "50") // 40 has come and gone meanwhile
			if diff := cmp.Diff([]string{"-20", "+30", "+50"}, texts(finish(t, store, next))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if next.OwnedCount != 3 || next.AddedCount != 3 || next.RemovedCount != 2 {
				t.Errorf("%d owned, %d added, %d removed", next.OwnedCount, next.AddedCount, next.RemovedCount)
			}
			again := aRun(t, store, b)
			keepOwned(t, store, again, 1, "10", "30", "50")
			if diff := cmp.Diff([]string{}, texts(finish(t, store, again))); diff != "" {
				t.Errorf("told twice (-want +got):\n%s", diff)
			}
		})
	}
}

// A program of the release before keeps pages without listing what they hold, and the rest of the run may be this one's.
func TestPagesOfTheReleaseBeforeAreListedInTheEnd(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "mine")
	run := aRun(t, store, b)
	_, err := store.Pool().Exec(t.Context(), `INSERT INTO sync_pages (run_id, relation, number, facts, next_cursor)
		VALUES ($1, 'OWNED', 1, '[{"id": "01a21d84-f431-7e5c-bd33-c5b5296bfd7e", "meta_id": "10", "name": "old"}]', 'more')`, run.ID)
	if err != nil {
		t.Fatal(err)
	}
	keepOwned(t, store, run, 2, "20")
	if diff := cmp.Diff([]string{"+10", "+20"}, texts(finish(t, store, run))); diff != "" || run.OwnedCount != 2 {
		t.Errorf("%d owned (-want +got):\n%s", run.OwnedCount, diff)
	}
}

// A page that comes back after the token was replaced or ended is not of this connection any more.
func TestAPageOfAnEndedTokenIsNotListed(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "mine")
	run := aRun(t, store, b)
	if _, err := store.Pool().Exec(t.Context(), "UPDATE businesses SET epoch = epoch + 1"); err != nil {
		t.Fatal(err)
	}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		page := &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: 1, Facts: []models.DatasetFact{fact("10", "late", models.Owned).DatasetFact}}
		return tx.KeepSyncPage(run, page, start)
	})
	var listed int
	if scanErr := store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM datasets").Scan(&listed); scanErr != nil || !errors.Is(err, models.ErrStale) || listed != 0 {
		t.Errorf("got %v, %d datasets, %v", err, listed, scanErr)
	}
}

// What came and went is the client's data: it goes with the business.
func TestChangesGoWithTheirBusiness(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for _, id := range []string{"1", "2"} {
		b := addBusiness(t, store, id, "mine")
		run := aRun(t, store, b)
		keepOwned(t, store, run, 1, id+"0")
		finish(t, store, run)
	}
	if _, err := store.Pool().Exec(t.Context(), "DELETE FROM businesses WHERE meta_id = '1'"); err != nil {
		t.Fatal(err)
	}
	var left string
	if err := store.Pool().QueryRow(t.Context(), "SELECT string_agg(dataset_meta_id, ' ') FROM dataset_changes").Scan(&left); err != nil || left != "20" {
		t.Errorf("left: %q, %v", left, err)
	}
}

// Whoever ends a connection locks the business and then its run. A page that took them the other way round would be ended with them, or they by it.
func TestAPageWaitsForWhoeverEndsTheConnection(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "mine")
	run := aRun(t, store, b)
	page := &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: 1, Facts: []models.DatasetFact{fact("10", "late", models.Owned).DatasetFact}}
	kept := make(chan error, 1)
	inTx(t, store, func(tx *models.Tx) error {
		if _, err := tx.LockBusiness(b.ID); err != nil {
			return err
		}
		go func() {
			kept <- store.InTx(t.Context(), func(tx *models.Tx) error { return tx.KeepSyncPage(run, page, start) })
		}()
		waitForALock(t, store)
		return tx.SupersedeSync(b.ID, start)
	})
	if err := <-kept; !errors.Is(err, models.ErrStale) {
		t.Errorf("a page of a run that has ended: %v", err)
	}
}
