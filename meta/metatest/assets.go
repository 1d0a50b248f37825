package metatest

import (
	"iter"
	"slices"
	"testing"

	"capiconnect/meta"
)

// me: a system user's token names the business that gave it, and the same user as debug_token.
func (target Target) me(t *testing.T) {
	token := target.token(t)
	status, answer := target.get(t, "me", token, target.as(token, "fields", "client_business_id"))
	if status != 200 || answer.keys() != "client_business_id,id" || answer.text("id") == "" || answer.text("client_business_id") == "" {
		t.Errorf("status %d with %s", status, answer.keys())
	}
	user, err := target.api().Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	info, err := target.api().DebugToken(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if user.ID != info.UserID || user.ClientBusinessID == "" || user.ClientBusinessID == user.ID {
		t.Errorf("user %q of business %q, debug_token says %q", user.ID, user.ClientBusinessID, info.UserID)
	}
}

// business: the business that gave the token can be read, others cannot.
func (target Target) business(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	business, err := api.Business(t.Context(), token, user.ClientBusinessID)
	if err != nil || business.ID != user.ClientBusinessID || business.Name == "" {
		t.Errorf("got %+v, %v", business, err)
	}
	if _, err := api.Business(t.Context(), token, nobody); err == nil {
		t.Error("another business can be read")
	}
	status, answer := target.get(t, user.ClientBusinessID, token, target.as(token, "fields", "id,metatest_no_such_field"))
	assertError(t, status, answer, 100, 0)
}

// datasets: both lists can be walked to their ends, whatever the size of a page, and say only what they are asked.
func (target Target) datasets(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	owned := all(t, api.OwnedDatasets(t.Context(), token, user.ClientBusinessID, ""))
	shared := all(t, api.SharedDatasets(t.Context(), token, user.ClientBusinessID, ""))
	if len(owned)+len(shared) == 0 {
		t.Fatal("the token reaches no dataset, so this tests nothing")
	}
	for edge, want := range map[string][]meta.Dataset{"owned_pixels": owned, "client_pixels": shared} {
		t.Run(edge, func(t *testing.T) {
			path := user.ClientBusinessID + "/" + edge
			assertNamed(t, want)
			target.assertOnlyIDs(t, path, token)
			target.assertWalk(t, path, token, want)
			status, answer := target.get(t, path, token, target.as(token, "after", "metatest-no-cursor"))
			if status < 400 || answer.object("error")["code"] == nil {
				t.Errorf("an unknown cursor: status %d with %s", status, answer.keys())
			}
		})
	}
}

func all(t *testing.T, pages iter.Seq2[meta.DatasetPage, error]) []meta.Dataset {
	t.Helper()
	var datasets []meta.Dataset
	for page, err := range pages {
		if err != nil {
			t.Fatal(err)
		}
		datasets = append(datasets, page.Datasets...)
	}
	return datasets
}

func assertNamed(t *testing.T, datasets []meta.Dataset) {
	t.Helper()
	for _, dataset := range datasets {
		if dataset.Name == "" || dataset.CreationTime.IsZero() {
			t.Errorf("dataset %s lacks facts: %+v", dataset.ID, dataset)
		}
	}
}

// assertOnlyIDs: without fields there are no names.
func (target Target) assertOnlyIDs(t *testing.T, path string, token meta.Token) {
	t.Helper()
	_, answer := target.get(t, path, token, target.as(token, "limit", "5"))
	for _, node := range nodes(t, answer) {
		if node.keys() != "id" || node.text("id") == "" {
			t.Errorf("without fields: %s", node.keys())
		}
	}
}

// assertWalk follows the cursors of small pages. The list ends where next is absent, and nowhere else.
func (target Target) assertWalk(t *testing.T, path string, token meta.Token, want []meta.Dataset) {
	t.Helper()
	const limit, most = "2", 10
	var ids []string
	query, more := target.as(token, "fields", "id,name", "limit", limit), true
	for page := 0; more && page < most; page++ {
		status, answer := target.get(t, path, token, query)
		if status != 200 {
			t.Fatalf("page %d: status %d with %s", page, status, answer.keys())
		}
		for _, node := range nodes(t, answer) {
			ids = append(ids, node.text("id"))
		}
		paging := answer.object("paging")
		more = paging.text("next") != ""
		after := paging.object("cursors").text("after")
		if more && after == "" {
			t.Fatal("a next page without a cursor")
		}
		query.Set("after", after)
	}
	var large []string
	for _, dataset := range want {
		large = append(large, dataset.ID)
	}
	slices.Sort(ids)
	slices.Sort(large)
	if !more && !slices.Equal(ids, large) {
		t.Errorf("small pages have %d datasets, large ones %d", len(ids), len(large))
	}
	if more && len(slices.Compact(ids)) != most*2 {
		t.Errorf("%d different datasets on %d pages of %s", len(slices.Compact(ids)), most, limit)
	}
}

func nodes(t *testing.T, answer object) []object {
	t.Helper()
	list, isList := answer["data"].([]any)
	if !isList {
		t.Fatalf("no list in %s", answer.keys())
	}
	all := make([]object, len(list))
	for i, node := range list {
		all[i], _ = node.(map[string]any)
	}
	return all
}
