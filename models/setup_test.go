package models_test

import (
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func ptr[T any](value T) *T { return &value }

func addBusiness(t testing.TB, store *models.Store, metaID, name string, change ...func(*models.Business)) *models.Business {
	t.Helper()
	b := &models.Business{ID: models.NewID(), MetaID: metaID, Name: &name, Status: models.Connected, Labels: models.Strings{}, ConnectedAt: start, CreatedAt: start}
	for _, c := range change {
		c(b)
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateBusiness(b) }); err != nil {
		t.Fatal(err)
	}
	return b
}

// listed is a dataset in one of a business's lists.
type listed struct {
	models.DatasetFact
	relation models.DatasetRelation
}

func fact(metaID, name string, relation models.DatasetRelation) listed {
	return listed{models.DatasetFact{ID: models.NewID(), MetaID: metaID, Name: &name}, relation}
}

// syncDatasets is a whole run that reads these lists.
func syncDatasets(t *testing.T, store *models.Store, b *models.Business, lists ...listed) *models.SyncRun {
	t.Helper()
	run := &models.SyncRun{ID: models.NewID(), BusinessID: b.ID, Epoch: b.Epoch, Outcome: models.SyncRunning, StartedAt: start, ReadAt: start}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateSyncRun(run); err != nil {
			return err
		}
		for _, relation := range []models.DatasetRelation{models.Owned, models.Shared} {
			page := &models.SyncPage{RunID: run.ID, Relation: relation, Number: 1}
			for _, l := range lists {
				if l.relation == relation {
					page.Facts = append(page.Facts, l.DatasetFact)
				}
			}
			if err := tx.KeepSyncPage(run, page, start); err != nil {
				return err
			}
		}
		if err := tx.FinishLists(run, start); err != nil {
			return err
		}
		return tx.EndSyncRun(run, models.SyncCompleted, start)
	})
	if err != nil {
		t.Fatal(err)
	}
	return run
}

func names[T any](page *models.Page[T], name func(*T) *string) []string {
	names := []string{}
	for _, edge := range page.Edges {
		names = append(names, *name(edge.Node))
	}
	return names
}

func businessNames(page *models.BusinessPage) []string {
	return names(page, func(b *models.Business) *string { return b.Name })
}
