package models_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

const syncedDatasets = 5000

// BenchmarkSync is what a business with 5,000 datasets costs the database when it is read first, and when it is read again and nothing has changed.
// copy is the floor: the same rows by COPY and a merge for each table, in one transaction that could not be gone on with.
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
			copyDatasets(b, store, business, datasetsOf(business.MetaID))
		}
	})
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			business := newBusiness()
			b.StartTimer()
			readDatasets(b, store, business, datasetsOf(business.MetaID))
		}
	})
	b.Run("again", func(b *testing.B) {
		business := newBusiness()
		readDatasets(b, store, business, datasetsOf(business.MetaID))
		for b.Loop() {
			readDatasets(b, store, business, datasetsOf(business.MetaID))
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

// readDatasets is a whole run, in pages of a thousand.
func readDatasets(b *testing.B, store *models.Store, business *models.Business, facts []models.DatasetFact) {
	run := &models.SyncRun{ID: models.NewID(), BusinessID: business.ID, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	inTx(b, store, func(tx *models.Tx) error { return tx.CreateSyncRun(run) })
	pages := []*models.SyncPage{{RunID: run.ID, Relation: models.Shared, Number: 1}}
	for facts := range slices.Chunk(facts, 1000) {
		pages = append(pages, &models.SyncPage{RunID: run.ID, Relation: models.Owned, Number: len(pages), Facts: facts})
	}
	for _, page := range pages {
		inTx(b, store, func(tx *models.Tx) error { return tx.KeepSyncPage(run, page, start) })
	}
	inTx(b, store, func(tx *models.Tx) error {
		if err := tx.FinishLists(run, start); err != nil {
			return err
		}
		return tx.EndSyncRun(run, models.SyncCompleted, start)
	})
	if run.OwnedCount != syncedDatasets {
		b.Fatal(run.OwnedCount)
	}
}

// merges are what brings the rows of a temporary table to where they belong.
var merges = []string{
	`INSERT INTO datasets (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
		SELECT id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, now() FROM read
		ON CONFLICT (meta_id) DO UPDATE SET name = excluded.name, last_fired_at = excluded.last_fired_at, seen_at = excluded.seen_at`,
	`INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name)
		SELECT business_id, 'OWNED', d.id, d.sort_name FROM read JOIN datasets d USING (meta_id) ON CONFLICT DO NOTHING`,
	`INSERT INTO dataset_changes (id, business_id, relation, dataset_meta_id, dataset_name, change, at)
		SELECT id, business_id, 'OWNED', meta_id, name, 'ADDED', now() FROM read`,
}

func copyDatasets(b *testing.B, store *models.Store, business *models.Business, facts []models.DatasetFact) {
	err := pgx.BeginFunc(b.Context(), store.Pool(), func(tx pgx.Tx) error {
		_, err := tx.Exec(b.Context(), `CREATE TEMP TABLE read (business_id uuid, id uuid, meta_id text, name text, last_fired_at timestamptz,
			created_at timestamptz, is_unavailable boolean, owner_business_meta_id text, owner_business_name text) ON COMMIT DROP`)
		if err != nil {
			return err
		}
		columns := []string{"business_id", "id", "meta_id", "name", "last_fired_at", "created_at", "is_unavailable", "owner_business_meta_id", "owner_business_name"}
		_, err = tx.CopyFrom(b.Context(), pgx.Identifier{"read"}, columns, pgx.CopyFromSlice(len(facts), func(i int) ([]any, error) {
			f := facts[i]
			return []any{business.ID, f.ID, f.MetaID, f.Name, f.LastFiredAt, f.CreatedAt, f.IsUnavailable, f.OwnerBusinessMetaID, f.OwnerBusinessName}, nil
		}))
		for _, merge := range merges {
			if err == nil {
				_, err = tx.Exec(b.Context(), merge)
			}
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}
