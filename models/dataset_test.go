package models_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestASyncKeepsWhatIsListedAndNothingElse(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	mine, other := addBusiness(t, store, "1", "mine"), addBusiness(t, store, "2", "other")
	syncDatasets(t, store, mine, fact("10", "kept", models.Owned), fact("11", "gone", models.Owned), fact("12", "moved", models.Owned))
	syncDatasets(t, store, other, fact("11", "gone", models.Shared))

	nameless := fact("10", "", models.Owned)
	nameless.Name = nil // a poorer answer of Meta's must not wipe what is known
	syncDatasets(t, store, mine, nameless, fact("12", "Renamed", models.Shared))

	read := func(b *models.Business, relation models.DatasetRelation) []string {
		pages, err := store.DatasetsOfBusinesses(t.Context(), []uuid.UUID{b.ID}, relation, models.Paging{})
		if err != nil {
			t.Fatal(err)
		}
		return names(pages[b.ID], func(d *models.Dataset) *string { return d.Name })
	}
	for name, test := range map[string]struct{ got, want []string }{
		"owned":           {read(mine, models.Owned), []string{"kept"}},
		"shared":          {read(mine, models.Shared), []string{"Renamed"}},
		"of the other":    {read(other, models.Shared), []string{"gone"}},
		"owned by others": {read(other, models.Owned), []string{}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}

	var left int
	if err := store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM datasets").Scan(&left); err != nil || left != 3 {
		t.Errorf("%d datasets are known, %v", left, err)
	}

	syncDatasets(t, store, mine)
	if got := read(mine, models.Owned); len(got) != 0 {
		t.Errorf("after an empty list: %v", got)
	}
}
