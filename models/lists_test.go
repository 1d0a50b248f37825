package models_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestBusinessFilters(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	addBusiness(t, store, "111", "Acme Shoes", func(b *models.Business) { b.ExternalID, b.Labels = ptr("c-1"), models.Strings{"gold"} })
	addBusiness(t, store, "112", "100% Wool_Co", func(b *models.Business) { b.Labels = models.Strings{"gold", "new"} })
	addBusiness(t, store, "333", "ÜBER Äpfel")
	addBusiness(t, store, "222", "Beta", func(b *models.Business) {
		b.Status, b.DisconnectedAt = models.Disconnected, &start
	})
	for name, test := range map[string]struct {
		filter models.BusinessFilter
		want   []string
	}{
		"none":                          {models.BusinessFilter{}, []string{"100% Wool_Co", "Acme Shoes", "Beta", "ÜBER Äpfel"}},
		"part of the name in any case":  {models.BusinessFilter{Search: ptr("SHOE")}, []string{"Acme Shoes"}},
		"any alphabet in any case":      {models.BusinessFilter{Search: ptr("über ä")}, []string{"ÜBER Äpfel"}},
		"start of the Meta id":          {models.BusinessFilter{Search: ptr("11")}, []string{"100% Wool_Co", "Acme Shoes"}},
		"not the end of the Meta id":    {models.BusinessFilter{Search: ptr("12")}, []string{}},
		"percent is no wildcard":        {models.BusinessFilter{Search: ptr("100%")}, []string{"100% Wool_Co"}},
		"underscore is no wildcard":     {models.BusinessFilter{Search: ptr("e_s")}, []string{}},
		"empty search":                  {models.BusinessFilter{Search: ptr("")}, []string{"100% Wool_Co", "Acme Shoes", "Beta", "ÜBER Äpfel"}},
		"status":                        {models.BusinessFilter{Status: []models.ConnectionStatus{models.Disconnected, models.Revoking}}, []string{"Beta"}},
		"externalId":                    {models.BusinessFilter{ExternalID: ptr("c-1")}, []string{"Acme Shoes"}},
		"empty externalId matches none": {models.BusinessFilter{ExternalID: ptr("")}, []string{}},
		"label":                         {models.BusinessFilter{Label: ptr("new")}, []string{"100% Wool_Co"}},
		"all together":                  {models.BusinessFilter{Search: ptr("a"), Label: ptr("gold"), ExternalID: ptr("c-1")}, []string{"Acme Shoes"}},
		"an attack":                     {models.BusinessFilter{Search: ptr("'; DROP TABLE businesses; --")}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := store.Businesses(t.Context(), &test.filter, &models.BusinessOrder{Field: models.BusinessByName, Direction: models.Ascending}, models.Paging{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, businessNames(page)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if count, err := page.TotalCount(t.Context()); err != nil || count != len(test.want) {
				t.Errorf("TotalCount: %d, %v", count, err)
			}
		})
	}
}

func TestDatasetFilters(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	fired := func(l listed, ago time.Duration) listed {
		l.LastFiredAt = ptr(start.Add(-ago))
		return l
	}
	marked := func(l listed, unavailable bool) listed {
		l.IsUnavailable = &unavailable
		return l
	}
	syncDatasets(t, store, addBusiness(t, store, "1", "Acme"),
		fired(fact("11", "Active", models.Owned), time.Hour),
		marked(fired(fact("12", "Broken", models.Owned), 40*24*time.Hour), true),
		marked(fired(fact("13", "Calm", models.Shared), 8*24*time.Hour), false),
		fact("14", "Dumb", models.Shared),
	)
	for name, test := range map[string]struct {
		filter models.DatasetFilter
		want   []string
	}{
		"none":                         {models.DatasetFilter{}, []string{"Active", "Broken", "Calm", "Dumb"}},
		"owned":                        {models.DatasetFilter{Relation: ptr(models.Owned)}, []string{"Active", "Broken"}},
		"unavailable":                  {models.DatasetFilter{IsUnavailable: ptr(true)}, []string{"Broken"}},
		"not known to be unavailable":  {models.DatasetFilter{IsUnavailable: ptr(false)}, []string{"Active", "Calm", "Dumb"}},
		"silent for a week, or always": {models.DatasetFilter{SilentSince: ptr(start.Add(-7 * 24 * time.Hour))}, []string{"Broken", "Calm", "Dumb"}},
		"an event at that very moment": {models.DatasetFilter{SilentSince: ptr(start.Add(-8 * 24 * time.Hour))}, []string{"Broken", "Dumb"}},
		"before all times":             {models.DatasetFilter{SilentSince: ptr(time.Time{})}, []string{"Dumb"}},
		"all together":                 {models.DatasetFilter{Search: ptr("1"), Relation: ptr(models.Shared), IsUnavailable: ptr(false), SilentSince: ptr(start)}, []string{"Calm", "Dumb"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := store.Datasets(t.Context(), &test.filter, nil, models.Paging{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(page, func(d *models.Dataset) *string { return d.Name })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if count, err := page.TotalCount(t.Context()); err != nil || count != len(test.want) {
				t.Errorf("TotalCount: %d, %v", count, err)
			}
		})
	}
}

func TestOnboardingFilters(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	acme := addBusiness(t, store, "111", "Acme Shoes")
	for _, o := range []models.Onboarding{
		{SupportCode: "K7QM-2XR0", Status: models.OnboardingCompleted, BusinessID: &acme.ID, ExternalID: ptr("shop_1"), CreatedAt: start, CompletedAt: &start},
		{SupportCode: "B1B1-0000", Status: models.OnboardingOpen, ExternalID: ptr("shopX1"), CreatedAt: start.Add(time.Hour)},
		{SupportCode: "ZZZZ-9999", Status: models.OnboardingOpen, CreatedAt: start.Add(2 * time.Hour)},
	} {
		o.ID, o.Labels, o.ExpiresAt = models.NewID(), models.Strings{}, start
		if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateOnboarding(&o) }); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		filter models.OnboardingFilter
		want   []string
	}{
		"none":                      {models.OnboardingFilter{}, []string{"ZZZZ-9999", "B1B1-0000", "K7QM-2XR0"}},
		"a code":                    {models.OnboardingFilter{Search: ptr("K7QM-2XR0")}, []string{"K7QM-2XR0"}},
		"a code as it was heard":    {models.OnboardingFilter{Search: ptr(" k7qm 2xro ")}, []string{"K7QM-2XR0"}},
		"l, i and o for digits":     {models.OnboardingFilter{Search: ptr("blbioo")}, []string{"B1B1-0000"}},
		"not the end of a code":     {models.OnboardingFilter{Search: ptr("9999")}, []string{}},
		"the business's name":       {models.OnboardingFilter{Search: ptr("shoes")}, []string{"K7QM-2XR0"}},
		"the business's Meta id":    {models.OnboardingFilter{Search: ptr("11")}, []string{"K7QM-2XR0"}},
		"an externalId's beginning": {models.OnboardingFilter{Search: ptr("shop")}, []string{"B1B1-0000", "K7QM-2XR0"}},
		"underscore is no wildcard": {models.OnboardingFilter{Search: ptr("shop_1")}, []string{"K7QM-2XR0"}},
		"status":                    {models.OnboardingFilter{Status: []models.OnboardingStatus{models.OnboardingOpen}}, []string{"ZZZZ-9999", "B1B1-0000"}},
		"of one business":           {models.OnboardingFilter{BusinessID: &acme.ID}, []string{"K7QM-2XR0"}},
		"from a moment on":          {models.OnboardingFilter{Since: ptr(start.Add(time.Hour))}, []string{"ZZZZ-9999", "B1B1-0000"}},
		"until before a moment":     {models.OnboardingFilter{Until: ptr(start.Add(time.Hour))}, []string{"K7QM-2XR0"}},
		"all together":              {models.OnboardingFilter{Search: ptr("b"), Status: []models.OnboardingStatus{models.OnboardingOpen}, Since: &start}, []string{"B1B1-0000"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := store.Onboardings(t.Context(), &test.filter, models.Paging{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(page, func(o *models.Onboarding) *string { return &o.SupportCode })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEachBusinessGetsItsOwnPageOfDatasets(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	many, few, none := addBusiness(t, store, "1", "many"), addBusiness(t, store, "2", "few"), addBusiness(t, store, "3", "none")
	facts := []listed{fact("900", "both", models.Owned), fact("900", "both", models.Shared)}
	for i := range 10 {
		facts = append(facts, fact(fmt.Sprint(100+i), fmt.Sprintf("d%02d", 9-i), models.Owned))
	}
	syncDatasets(t, store, many, facts...)
	syncDatasets(t, store, few, fact("100", "d09", models.Owned), fact("200", "Alpha", models.Shared))

	pages, err := store.DatasetsOfBusinesses(t.Context(), []uuid.UUID{many.ID, few.ID, none.ID}, models.Owned, models.Paging{First: ptr(3)})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	counts := map[string]int{}
	for _, b := range []*models.Business{many, few, none} {
		got[*b.Name] = names(pages[b.ID], func(d *models.Dataset) *string { return d.Name })
		if counts[*b.Name], err = pages[b.ID].TotalCount(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(map[string][]string{"many": {"both", "d00", "d01"}, "few": {"d09"}, "none": {}}, got); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"many": 11, "few": 1, "none": 0}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}

	next, err := store.DatasetsOfBusinesses(t.Context(), []uuid.UUID{many.ID}, models.Owned, models.Paging{Last: ptr(2)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"d08", "d09"}, names(next[many.ID], func(d *models.Dataset) *string { return d.Name })); diff != "" {
		t.Errorf("from the end (-want +got):\n%s", diff)
	}
}
