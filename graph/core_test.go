package graph_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"capiconnect/graph"
	"capiconnect/onboarding/onboardingtest"
)

// The contract's core, as a partner's backend uses it: a code in, a business with its datasets out, and the end of it.
func TestAPartnersBackendConnectsAndRevokes(t *testing.T) {
	t.Parallel()
	a := setup(t)
	partner := key("onboardings:write", "businesses:read", "connections:revoke")
	type datasets struct {
		TotalCount int
		Edges      []struct {
			Node struct{ Name, EventsManagerURL string }
		}
	}
	var completed struct {
		CompleteOnboarding struct {
			Onboarding struct {
				ID, Status, SupportCode string
				Steps                   []struct{ Kind, Status string }
			}
			Business struct {
				ID, Name, MetaID, Status, ConnectedAppsURL string
				Problem                                    *struct{ Code string }
				Permissions                                []struct{ Permission, State string }
				OwnedDatasets, SharedDatasets              datasets
			}
			UserErrors []struct{ Code string }
		}
	}
	a.get(partner, &completed, `mutation ($code: String!) {
		completeOnboarding(input: {code: $code}) {
			onboarding { id status supportCode steps { kind status } }
			business {
				id name metaId status connectedAppsUrl problem { code } permissions { permission state }
				ownedDatasets { totalCount edges { node { name eventsManagerUrl } } }
				sharedDatasets { totalCount edges { node { name eventsManagerUrl } } }
			}
			userErrors { code }
		}
	}`, map[string]any{"code": a.code(onboardingtest.Coffee)})
	got := completed.CompleteOnboarding
	if got.Onboarding.Status != "COMPLETED" || len(got.Onboarding.Steps) != 4 || len(got.UserErrors) != 0 {
		t.Errorf("onboarding: %+v", got)
	}
	if b := got.Business; b.MetaID != onboardingtest.Coffee || b.Status != "CONNECTED" || b.Problem != nil || len(b.Permissions) != 2 ||
		b.OwnedDatasets.TotalCount != 3 || len(b.OwnedDatasets.Edges) != 3 || b.SharedDatasets.TotalCount != 0 {
		t.Errorf("business: %+v", b)
	}

	var revoked struct {
		RevokeConnection struct {
			Business struct{ Status string }
			Receipt  struct {
				Outcome, RequestedBy string
				Verified             bool
			}
			UserErrors []struct{ Code string }
		}
	}
	a.get(partner, &revoked, `mutation ($id: ID!) {
		revokeConnection(input: {businessId: $id, reason: "left"}) { business { status } receipt { outcome verified requestedBy } userErrors { code } }
	}`, map[string]any{"id": got.Business.ID})
	if r := revoked.RevokeConnection; r.Business.Status != "DISCONNECTED" || r.Receipt.Outcome != "REVOKED" || !r.Receipt.Verified || r.Receipt.RequestedBy != "key" {
		t.Errorf("revoked: %+v", r)
	}
}

func TestAFailedOnboardingTellsWhyAndWhatToDo(t *testing.T) {
	t.Parallel()
	a := setup(t)
	var failed struct {
		CompleteOnboarding struct {
			Onboarding struct {
				Status  string
				Problem struct {
					Code, Message, Action, Actor string
					Retryable                    bool
					MetaCode                     int
				}
			}
			Business   *struct{ ID string }
			UserErrors []struct {
				Code, Message string
				Field         []string
			}
		}
	}
	a.get(operator, &failed, `mutation { completeOnboarding(input: {code: "AQnonsense"}) {
		onboarding { status problem { code message action actor retryable metaCode } } business { id } userErrors { code message field }
	} }`, nil)
	got := failed.CompleteOnboarding
	if got.Onboarding.Status != "FAILED" || got.Onboarding.Problem.Code != "CODE_INVALID" || got.Onboarding.Problem.MetaCode != 100 || got.Business != nil {
		t.Errorf("got %+v", got)
	}
	if len(got.UserErrors) != 1 || got.UserErrors[0].Code != "CODE_REFUSED" || !slices.Equal(got.UserErrors[0].Field, []string{"input", "code"}) {
		t.Errorf("userErrors: %+v", got.UserErrors)
	}
}

type datasetPage struct {
	Business struct {
		OwnedDatasets struct {
			TotalCount int
			Edges      []struct{ Node struct{ MetaID string } }
			PageInfo   struct {
				HasNextPage, HasPreviousPage bool
				StartCursor, EndCursor       *string
			}
		}
	}
}

// A business with 1,250 datasets arrives whole, and walking through them meets each once, whichever way, while others are added.
func TestWalkingThroughManyDatasets(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Retail)
	all := a.Count("SELECT count(*) FROM business_datasets WHERE relation = 'OWNED'")
	if all != 1250 {
		t.Fatalf("%d datasets arrived", all)
	}
	for _, forwards := range []bool{true, false} {
		met := map[string]int{}
		variables := map[string]any{"id": business.ID, "first": 100}
		if !forwards {
			variables = map[string]any{"id": business.ID, "last": 100}
		}
		for n := 0; ; n++ {
			var page datasetPage
			a.get(viewer, &page, `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
				business(id: $id) { ownedDatasets(first: $first, after: $after, last: $last, before: $before) {
					totalCount edges { node { metaId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
				} }
			}`, variables)
			list := page.Business.OwnedDatasets
			for _, edge := range list.Edges {
				met[edge.Node.MetaID]++
			}
			if list.TotalCount < 1250 || n > 20 {
				t.Fatalf("page %d: %d in all", n, list.TotalCount)
			}
			if forwards && !list.PageInfo.HasNextPage || !forwards && !list.PageInfo.HasPreviousPage {
				break
			}
			variables["after"], variables["before"] = list.PageInfo.EndCursor, list.PageInfo.StartCursor
			delete(variables, map[bool]string{true: "before", false: "after"}[forwards])
			a.insertDataset(business.ID.String(), fmt.Sprintf("99%t%03d", forwards, n), fmt.Sprintf("m%03d", n))
		}
		old := 0
		for id, times := range met {
			if times != 1 {
				t.Errorf("forwards %t: %s was met %d times", forwards, id, times)
			}
			if len(id) > 8 {
				old++
			}
		}
		if old < 1250 {
			t.Errorf("forwards %t: %d of the 1,250 were met", forwards, old)
		}
	}
}

// insertDataset adds a row in the middle of the list, as a sync in another replica would.
func (a *api) insertDataset(businessID, key, name string) {
	a.t.Helper()
	metaID := fmt.Sprint(len(key)) + fmt.Sprint(a.Count("SELECT count(*) FROM datasets"))
	_, err := a.Store.Pool().Exec(a.t.Context(), `WITH d AS (
			INSERT INTO datasets (id, meta_id, name, seen_at) VALUES (gen_random_uuid(), $1, $2, now()) RETURNING id, sort_name)
		INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name) SELECT $3, 'OWNED', id, sort_name FROM d`, metaID, name, businessID)
	if err != nil {
		a.t.Fatal(err)
	}
}

// One statement a level, whatever the size of the page.
func TestAQueryCostsOneStatementALevel(t *testing.T) {
	t.Parallel()
	reader := &countingReader{}
	a := setup(t, func(config *graph.Config) {
		reader.Reader = config.Reader
		config.Reader = reader
	})
	for _, metaID := range []string{onboardingtest.Coffee, onboardingtest.Florist, onboardingtest.Empty} {
		a.Connect(metaID)
	}
	for _, first := range []int{1, 3} {
		reader.calls.Store(0)
		var got any
		a.get(viewer, &got, `query ($first: Int) { businesses(first: $first) { edges { node {
			permissions { state }
			lastSync { outcome }
			unreachableDatasets(first: 5) { edges { node { name } } }
			datasetChanges(first: 5) { edges { node { kind } } }
			ownedDatasets(first: 5) { totalCount edges { node { businesses(first: 5) { edges { node { name } } } } } }
			sharedDatasets { edges { node { name } } }
		} } } }`, map[string]any{"first": first})
		if calls := reader.calls.Load(); calls > 8 {
			t.Errorf("a page of %d cost %d statements", first, calls)
		}
	}
}

func TestListsFilterAndSort(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Connect(onboardingtest.Coffee)
	a.Connect(onboardingtest.Empty)
	for name, test := range map[string]struct {
		arguments string
		want      []string
	}{
		"by name":       {`orderBy: {field: NAME, direction: ASC}`, []string{"Harbour & Pine Coffee", "Nordlicht Outdoor GmbH"}},
		"backwards":     {`orderBy: {field: NAME, direction: DESC}`, []string{"Nordlicht Outdoor GmbH", "Harbour & Pine Coffee"}},
		"search":        {`filter: {search: "pine"}`, []string{"Harbour & Pine Coffee"}},
		"by Meta id":    {`filter: {search: "92837"}`, []string{"Nordlicht Outdoor GmbH"}},
		"status":        {`filter: {status: [DISCONNECTED]}`, []string{}},
		"zero rows":     {`first: 0`, []string{}},
		"from the end":  {`last: 1, orderBy: {field: NAME, direction: ASC}`, []string{"Nordlicht Outdoor GmbH"}},
		"an externalId": {`filter: {externalId: "none"}`, []string{}},
	} {
		var got struct {
			Businesses struct {
				Edges []struct{ Node struct{ Name string } }
			}
		}
		a.get(viewer, &got, `{ businesses(`+test.arguments+`) { edges { node { name } } } }`, nil)
		names := []string{}
		for _, edge := range got.Businesses.Edges {
			names = append(names, edge.Node.Name)
		}
		if diff := cmp.Diff(test.want, names); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestNodeFindsEveryType(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	var ids struct {
		LoginConfiguration struct{ ID string }
		Business           struct {
			OwnedDatasets struct {
				Edges []struct{ Node struct{ ID string } }
			}
			Onboardings struct {
				Edges []struct{ Node struct{ ID string } }
			}
		}
	}
	a.get(viewer, &ids, `query ($id: ID!) { loginConfiguration { id } business(id: $id) { ownedDatasets(first: 1) { edges { node { id } } } onboardings { edges { node { id } } } } }`, map[string]any{"id": business.ID})
	for id, want := range map[string]string{
		business.ID.String():                        "Business",
		ids.Business.OwnedDatasets.Edges[0].Node.ID: "Dataset",
		ids.Business.Onboardings.Edges[0].Node.ID:   "Onboarding",
		ids.LoginConfiguration.ID:                   "LoginConfiguration",
		"00000000-0000-7000-8000-000000000000":      "",
	} {
		var got struct {
			Node *struct {
				Typename string `json:"__typename"`
				ID       string
			}
		}
		a.get(viewer, &got, `query ($id: ID!) { node(id: $id) { __typename id } }`, map[string]any{"id": id})
		if want == "" && got.Node != nil || want != "" && (got.Node == nil || got.Node.Typename != want || got.Node.ID != id) {
			t.Errorf("%s: got %+v, want %q", id, got.Node, want)
		}
	}
}
