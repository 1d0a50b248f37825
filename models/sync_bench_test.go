package models_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

const syncedDatasets = 5000

// BenchmarkSync is what a business with 5,000 datasets costs the database when it is read first, and when it is read again and nothing has changed.
// copy is the floor: the same rows by COPY and one merge, without the lists that they stand in and without telling what is new.
func BenchmarkSync(b *testing.B) {
	store := modelstest.Open(b)
	businesses := 0
	newBusiness := func() *models.Business {
		businesses++
		return addBusiness(b, store, strconv.Itoa(businesses), fmt.Sprintf("Business %d", businesses))
	}
	b.Run("copy", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			business := newBusiness()
			b.StartTimer()
			copyDatasets(b, store, datasetsOf(business.MetaID))
		}
	})
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			business := newBusiness()
			run := keptRun(b, store, business)
			b.StartTimer()
			applyRun(b, store, run)
		}
	})
	b.Run("again", func(b *testing.B) {
		business := newBusiness()
		applyRun(b, store, keptRun(b, store, business))
		for b.Loop() {
			b.StopTimer()
			run := keptRun(b, store, business)
			b.StartTimer()
			applyRun(b, store, run)
		}
	})
}

func datasetsOf(metaID string) []models.DatasetFact {
	all := make([]models.DatasetFact, syncedDatasets)
	for i := range all {
		name, created, unavailable := fmt.Sprintf("Dataset %d of %s", i, metaID), start.Add(time.Duration(i)*time.Minute), false
		all[i] = models.DatasetFact{
			ID: models.NewID(), MetaID: fmt.Sprintf("%s%06d", metaID, i), Name: &name, CreatedAt: &created, LastFiredAt: &created,
			IsUnavailable: &unavailable, OwnerBusinessMetaID: &metaID, OwnerBusinessName: &name,
		}
	}
	return all
}

// keptRun is a run whose pages are all there.
func keptRun(b *testing.B, store *models.Store, business *models.Business) *models.SyncRun {
	run := &models.SyncRun{ID: models.NewID(), BusinessID: business.ID, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	facts := datasetsOf(business.MetaID)
	err := store.InTx(b.Context(), func(tx *models.Tx) error {
		if err := tx.CreateSyncRun(run); err != nil {
			return err
		}
		for number, from := 1, 0; from < len(facts); number, from = number+1, from+1000 {
			page := &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: number, Facts: facts[from : from+1000]}
			if err := tx.KeepSyncPage(run, page, start); err != nil {
				return err
			}
		}
		return tx.KeepSyncPage(run, &models.SyncPage{RunID: run.ID, Relation: models.Shared, Number: 1}, start)
	})
	if err != nil {
		b.Fatal(err)
	}
	return run
}

func applyRun(b *testing.B, store *models.Store, run *models.SyncRun) {
	err := store.InTx(b.Context(), func(tx *models.Tx) error {
		if err := tx.ApplySync(run, start); err != nil {
			return err
		}
		return tx.EndSyncRun(run, models.SyncCompleted, start)
	})
	if err != nil || run.OwnedCount != syncedDatasets {
		b.Fatal(run.OwnedCount, err)
	}
}

func copyDatasets(b *testing.B, store *models.Store, facts []models.DatasetFact) {
	err := pgx.BeginFunc(b.Context(), store.Pool(), func(tx pgx.Tx) error {
		if _, err := tx.Exec(b.Context(), "CREATE TEMP TABLE read (LIKE datasets INCLUDING DEFAULTS) ON COMMIT DROP; ALTER TABLE read DROP COLUMN sort_name, DROP COLUMN sort_fired_at, ALTER seen_at SET DEFAULT now()"); err != nil {
			return err
		}
		columns := []string{"id", "meta_id", "name", "last_fired_at", "created_at", "is_unavailable", "owner_business_meta_id", "owner_business_name"}
		_, err := tx.CopyFrom(b.Context(), pgx.Identifier{"read"}, columns, pgx.CopyFromSlice(len(facts), func(i int) ([]any, error) {
			f := facts[i]
			return []any{f.ID, f.MetaID, f.Name, f.LastFiredAt, f.CreatedAt, f.IsUnavailable, f.OwnerBusinessMetaID, f.OwnerBusinessName}, nil
		}))
		if err != nil {
			return err
		}
		_, err = tx.Exec(b.Context(), `INSERT INTO datasets (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
			SELECT id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at FROM read
			ON CONFLICT (meta_id) DO UPDATE SET name = excluded.name, last_fired_at = excluded.last_fired_at, seen_at = excluded.seen_at`)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
