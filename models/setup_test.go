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

func addBusiness(t *testing.T, store *models.Store, metaID, name string, change ...func(*models.Business)) *models.Business {
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

func fact(metaID, name string, relation models.DatasetRelation) models.DatasetFact {
	return models.DatasetFact{ID: models.NewID(), MetaID: metaID, Name: &name, Relation: relation}
}

func replaceDatasets(t *testing.T, store *models.Store, b *models.Business, facts ...models.DatasetFact) {
	t.Helper()
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.ReplaceDatasets(b.ID, facts, start) }); err != nil {
		t.Fatal(err)
	}
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
