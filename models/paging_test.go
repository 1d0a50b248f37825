package models_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func walk(t *testing.T, forwards bool, read func(models.Paging) *models.BusinessPage, disturb func(page int)) []string {
	t.Helper()
	var all []string
	paging := models.Paging{First: ptr(3)}
	if !forwards {
		paging = models.Paging{Last: ptr(3)}
	}
	for n := 0; ; n++ {
		if n > 50 {
			t.Fatal("the list has no end")
		}
		page := read(paging)
		if forwards {
			all = append(all, businessNames(page)...)
			if !page.PageInfo.HasNextPage {
				return all
			}
			paging.After = page.PageInfo.EndCursor()
		} else {
			all = append(businessNames(page), all...)
			if !page.PageInfo.HasPreviousPage {
				return all
			}
			paging.Before = page.PageInfo.StartCursor()
		}
		disturb(n)
	}
}

func TestPagesHaveNoGapAndNoRepeatWhileRowsAreAdded(t *testing.T) {
	t.Parallel()
	for name, order := range map[string]*models.BusinessOrder{
		"by grant":            nil,
		"by name":             {Field: models.BusinessByName, Direction: models.Ascending},
		"by name, descending": {Field: models.BusinessByName, Direction: models.Descending},
		"by status":           {Field: models.BusinessByStatus, Direction: models.Ascending},
	} {
		for _, forwards := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, forwards %t", name, forwards), func(t *testing.T) {
				t.Parallel()
				store := modelstest.Open(t)
				var before []string
				for i := range 20 {
					before = append(before, fmt.Sprintf("B%02d", i/2)) // names repeat, so the id decides
					addBusiness(t, store, fmt.Sprint(1000+i), before[i], func(b *models.Business) {
						b.ConnectedAt = start.Add(time.Duration(i/3) * time.Minute)
					})
				}
				read := func(paging models.Paging) *models.BusinessPage {
					page, err := store.Businesses(t.Context(), nil, order, paging)
					if err != nil {
						t.Fatal(err)
					}
					return page
				}
				all := walk(t, forwards, read, func(page int) {
					addBusiness(t, store, fmt.Sprint(5000+page), "added", func(b *models.Business) { b.ConnectedAt = start.Add(time.Duration(page) * time.Minute) })
				})
				old := slices.DeleteFunc(all, func(name string) bool { return name == "added" })
				slices.Sort(old)
				if diff := cmp.Diff(before, old); diff != "" {
					t.Errorf("rows that were there all the time (-want +got):\n%s", diff)
				}
			})
		}
	}
}

func TestSenselessPagingIsRefused(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	addBusiness(t, store, "1", "A")
	byGrant, err := store.Businesses(t.Context(), nil, nil, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	for name, paging := range map[string]models.Paging{
		"both ends":                {First: ptr(1), Last: ptr(1)},
		"negative":                 {First: ptr(-1)},
		"too many":                 {Last: ptr(101)},
		"a cursor of nothing":      {After: ptr("nonsense")},
		"a cursor of another list": {After: byGrant.PageInfo.EndCursor()},
		"a forged cursor":          {After: ptr(base64.RawURLEncoding.EncodeToString([]byte(`{"o":"businesses.b.sort_name.false","k":"a\u0000","i":"00000000-0000-7000-8000-000000000000"}`)))},
	} {
		_, err := store.Businesses(t.Context(), nil, &models.BusinessOrder{Field: models.BusinessByName, Direction: models.Ascending}, paging)
		var refused models.InputError
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
