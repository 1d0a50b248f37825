package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// A dataset in both lists of a business is named once, what another business's token reaches does not matter, and what was not tried
// is not unreachable.
func TestUnreachableDatasets(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	one, other := addBusiness(t, store, "1", "one"), addBusiness(t, store, "2", "other")
	for _, b := range []*models.Business{one, other} {
		syncDatasets(t, store, b, fact("10", "both", models.Owned), fact("10", "both", models.Shared), fact("11", "fine", models.Owned), fact("12", "untried", models.Owned))
	}
	probe := func(b *models.Business, metaID string, usable bool) {
		t.Helper()
		all, err := store.Datasets(t.Context(), &models.DatasetFilter{Search: &metaID}, nil, models.Paging{})
		if err != nil {
			t.Fatal(err)
		}
		if err := store.KeepProbe(t.Context(), b, all.Edges[0].Node.ID, usable, start); err != nil {
			t.Fatal(err)
		}
	}
	probe(one, "10", false)
	probe(one, "11", true)
	probe(other, "11", false)

	pages, err := store.UnreachableDatasetsOfBusinesses(t.Context(), []uuid.UUID{one.ID, other.ID}, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	for b, want := range map[*models.Business]string{one: "both", other: "fine"} {
		got := names(pages[b.ID], func(d *models.Dataset) *string { return d.Name })
		count, err := pages[b.ID].TotalCount(t.Context())
		if diff := cmp.Diff([]string{want}, got); diff != "" || count != 1 || err != nil {
			t.Errorf("%s: %d, %v (-want +got):\n%s", *b.Name, count, err, diff)
		}
	}
}
