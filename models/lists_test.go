package models_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

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

// walk reads a whole list page by page; between the pages, disturb may change it.
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
			paging.After = page.PageInfo.EndCursor
		} else {
			all = append(businessNames(page), all...)
			if !page.PageInfo.HasPreviousPage {
				return all
			}
			paging.Before = page.PageInfo.StartCursor
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
		"a cursor of another list": {After: byGrant.PageInfo.EndCursor},
		"a forged cursor":          {After: ptr(base64.RawURLEncoding.EncodeToString([]byte(`{"o":"businesses.b.sort_name.false","k":"a\u0000","i":"00000000-0000-7000-8000-000000000000"}`)))},
	} {
		_, err := store.Businesses(t.Context(), nil, &models.BusinessOrder{Field: models.BusinessByName, Direction: models.Ascending}, paging)
		var refused models.InputError
		if !errors.As(err, &refused) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestEachBusinessGetsItsOwnPageOfDatasets(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	many, few, none := addBusiness(t, store, "1", "many"), addBusiness(t, store, "2", "few"), addBusiness(t, store, "3", "none")
	facts := []models.DatasetFact{fact("900", "both", models.Owned), fact("900", "both", models.Shared)}
	for i := range 10 {
		facts = append(facts, fact(fmt.Sprint(100+i), fmt.Sprintf("d%02d", 9-i), models.Owned))
	}
	replaceDatasets(t, store, many, facts...)
	replaceDatasets(t, store, few, fact("100", "d09", models.Owned), fact("200", "Alpha", models.Shared))

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

func TestReplaceDatasetsKeepsWhatIsListedAndNothingElse(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	mine, other := addBusiness(t, store, "1", "mine"), addBusiness(t, store, "2", "other")
	replaceDatasets(t, store, mine, fact("10", "kept", models.Owned), fact("11", "gone", models.Owned), fact("12", "moved", models.Owned))
	replaceDatasets(t, store, other, fact("11", "gone", models.Shared))

	nameless := fact("10", "", models.Owned)
	nameless.Name = nil // a poorer answer of Meta's must not wipe what is known
	replaceDatasets(t, store, mine, nameless, fact("12", "Renamed", models.Shared))

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

	replaceDatasets(t, store, mine)
	if got := read(mine, models.Owned); len(got) != 0 {
		t.Errorf("after an empty list: %v", got)
	}
}

func TestUpdateFailsWhenSomebodyElseWasFirst(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A")
	mine, theirs := *b, *b
	update := func(b *models.Business, name string) error {
		b.Name = &name
		return store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateBusiness(b) })
	}
	if err := update(&theirs, "theirs"); err != nil {
		t.Fatal(err)
	}
	if err := update(&mine, "mine"); !errors.Is(err, models.ErrStale) {
		t.Errorf("got %v", err)
	}
	if now, err := store.Business(t.Context(), b.ID); err != nil || *now.Name != "theirs" {
		t.Errorf("now: %v, %v", now, err)
	}
}

func TestATransactionThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	failure := errors.New("failure")
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateUser(&models.User{ID: models.NewID(), Email: "a@example.com", Role: models.Admin, CreatedAt: start}); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
	if _, err := store.UserByEmail(t.Context(), "a@example.com"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestTheAuditCannotBeChanged(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	event := models.AuditEvent{At: start, ActorKind: models.ActorSystem, ActorName: "test", Action: "tested", SubjectKind: "test", SubjectID: models.NewID(), After: models.JSON{"a": 1}}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.Audit(event) }); err != nil {
		t.Fatal(err)
	}
	for _, attack := range []string{"UPDATE audit_events SET action = 'forged'", "DELETE FROM audit_events", "TRUNCATE audit_events"} {
		if _, err := store.Pool().Exec(t.Context(), attack); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: got %v", attack, err)
		}
	}
}

func TestChangesReachWhoeverWatches(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b, other := addBusiness(t, store, "1", "A"), addBusiness(t, store, "2", "B")
	changes := models.NewChanges(store)
	changed, stop := changes.Watch(b.ID)
	defer stop()
	unrelated, stopOther := changes.Watch(models.NewID())
	defer stopOther()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	go changes.Listen(ctx)
	<-changed // Listen wakes everybody once it listens
	<-unrelated

	for _, row := range []*models.Business{other, b} {
		if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UpdateBusiness(row) }); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-changed:
	case <-ctx.Done():
		t.Fatal("the change was not announced")
	}
	select {
	case <-unrelated:
		t.Error("a change of another row was announced")
	default:
	}
}

func TestOneLinkSignsInOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	user := &models.User{ID: models.NewID(), Email: "A@example.com", Role: models.Viewer, CreatedAt: start}
	_, hash := models.NewBearer("")
	_, old := models.NewBearer("")
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		return errors.Join(tx.CreateUser(user),
			tx.CreateSignInLink(&models.SignInLink{TokenHash: hash, UserID: user.ID, ExpiresAt: start.Add(time.Hour)}),
			tx.CreateSignInLink(&models.SignInLink{TokenHash: old, UserID: user.ID, ExpiresAt: start}))
	})
	if err != nil {
		t.Fatal(err)
	}
	use := func(hash []byte) (id uuid.UUID, err error) {
		err = store.InTx(t.Context(), func(tx *models.Tx) (err error) {
			id, err = tx.UseSignInLink(hash, start.Add(time.Minute))
			return err
		})
		return id, err
	}
	if id, err := use(hash); err != nil || id != user.ID {
		t.Fatalf("first use: %v, %v", id, err)
	}
	for name, hash := range map[string][]byte{"used": hash, "expired": old, "unknown": models.HashBearer("x")} {
		if _, err := use(hash); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
