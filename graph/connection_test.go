package graph_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// waitFor waits for what a job brings about.
func (a *api) waitFor(happened func() bool) {
	a.t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !happened(); {
		if time.Now().After(deadline) {
			a.t.Fatal("it did not happen")
		}
		select {
		case <-time.After(5 * time.Millisecond):
		case <-a.t.Context().Done():
		}
	}
}

type receipt struct {
	Outcome     string
	Verified    bool
	Tries       int
	LastTriedAt *time.Time
}

// Ending a connection without Meta's proof is for administrators, is possible only when nothing else is left, and is no proof.
func TestAnAdministratorForgetsAStuckConnection(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	variables := map[string]any{"id": business.ID}
	a.Sandbox.Fail(metasandbox.Fault{Endpoint: "*", Kind: "html"})
	var revoked struct{ RevokeConnection struct{ Receipt receipt } }
	a.get(operator, &revoked, `mutation ($id: ID!) { revokeConnection(input: {businessId: $id}) { receipt { outcome verified tries lastTriedAt } } }`, variables)
	if r := revoked.RevokeConnection.Receipt; r.Outcome != "PENDING" || r.Tries != 1 || r.LastTriedAt == nil {
		t.Errorf("after one try: %+v", r)
	}

	const forget = `mutation ($id: ID!) {
		forgetConnection(input: {businessId: $id, reason: "removed at Meta"}) { business { status externalId } receipt { outcome verified tries } userErrors { code } }
	}`
	type answer struct {
		ForgetConnection struct {
			Business   struct{ Status string }
			Receipt    *receipt
			UserErrors []struct{ Code string }
		}
	}
	var early answer
	a.get(admin, &early, forget, variables)
	if e := early.ForgetConnection; e.Business.Status != "REVOKING" || e.Receipt != nil || len(e.UserErrors) != 1 || e.UserErrors[0].Code != "NOT_STUCK" {
		t.Errorf("before it was stuck: %+v", e)
	}
	if got := a.ask(operator, forget, variables); got.code() != "FORBIDDEN" {
		t.Errorf("an operator: %s", got.Data)
	}

	a.Pass(31 * 24 * time.Hour)
	a.waitFor(func() bool { return a.Business(business.ID).Status == models.RevokeStuck })
	var stuck struct {
		Business struct{ Problem struct{ Code string } }
	}
	a.get(viewer, &stuck, `query ($id: ID!) { business(id: $id) { problem { code } } }`, variables)
	if stuck.Business.Problem.Code != "REVOCATION_STUCK" {
		t.Errorf("got %+v", stuck)
	}
	var forgotten answer
	a.get(key("connections:forget"), &forgotten, forget, variables)
	if f := forgotten.ForgetConnection; f.Business.Status != "DISCONNECTED" || f.Receipt.Outcome != "REMOVED_HERE_ONLY" || f.Receipt.Verified || f.Receipt.Tries < 2 || len(f.UserErrors) > 0 {
		t.Errorf("got %+v", f)
	}
}

type syncRun struct {
	Outcome                                           string
	EndedAt                                           *time.Time
	Pages                                             int
	OwnedCount, SharedCount, AddedCount, RemovedCount int
}

func TestABusinessTellsWhatItsLastSyncFound(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	added, err := a.Sandbox.AddDataset(onboardingtest.Coffee, "Pop-up store")
	if err != nil {
		t.Fatal(err)
	}
	// The next grant has the new dataset and nothing else.
	code := a.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee, DatasetIDs: []string{added}})
	if _, err := a.Complete(a.Staff(), onboarding.CompleteInput{Code: code}); err != nil {
		t.Fatal(err)
	}

	var got struct {
		Business struct {
			LastSync       syncRun
			DatasetChanges struct {
				TotalCount int
				Edges      []struct {
					Node struct {
						Kind, Relation, DatasetMetaID string
						DatasetName                   *string
					}
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   string
				}
			}
		}
	}
	const document = `query ($id: ID!, $after: String) { business(id: $id) {
		lastSync { outcome endedAt pages ownedCount sharedCount addedCount removedCount }
		datasetChanges(first: 4, after: $after) { totalCount edges { node { kind relation datasetMetaId datasetName } } pageInfo { hasNextPage endCursor } }
	} }`
	a.get(viewer, &got, document, map[string]any{"id": business.ID})
	if run := got.Business.LastSync; run.EndedAt == nil || run.Pages != 2 {
		t.Errorf("the run: %+v", run)
	}
	got.Business.LastSync.EndedAt, got.Business.LastSync.Pages = nil, 0
	if diff := cmp.Diff(syncRun{Outcome: "COMPLETED", OwnedCount: 1, AddedCount: 1, RemovedCount: 3}, got.Business.LastSync); diff != "" {
		t.Errorf("the run (-want +got):\n%s", diff)
	}
	kinds := map[string]int{}
	for _, edge := range got.Business.DatasetChanges.Edges {
		kinds[edge.Node.Kind]++
		if edge.Node.Kind == "ADDED" && (edge.Node.DatasetMetaID != added || edge.Node.DatasetName == nil || edge.Node.Relation != "OWNED") {
			t.Errorf("added: %+v", edge.Node)
		}
	}
	if diff := cmp.Diff(map[string]int{"ADDED": 1, "REMOVED": 3}, kinds); diff != "" || got.Business.DatasetChanges.TotalCount != 7 {
		t.Errorf("%d changes in all; the latest (-want +got):\n%s", got.Business.DatasetChanges.TotalCount, diff)
	}

	a.get(viewer, &got, document, map[string]any{"id": business.ID, "after": got.Business.DatasetChanges.PageInfo.EndCursor})
	if rest := got.Business.DatasetChanges; len(rest.Edges) != 3 || rest.PageInfo.HasNextPage || rest.Edges[0].Node.Kind != "ADDED" {
		t.Errorf("the first sync: %+v", rest)
	}
}

// A dataset that was not tried, or that Meta could not tell about, is not called unreachable.
func TestUnreachableDatasetsAreThoseThatWereTried(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Sandbox.Fail(metasandbox.Fault{Endpoint: "dataset", Kind: "error", Code: 100, Subcode: 33, Status: 400, Times: 1})
	a.Sandbox.Fail(metasandbox.Fault{Endpoint: "dataset", Kind: "html"})
	business := a.Connect(onboardingtest.Coffee)
	a.waitFor(func() bool {
		return a.Count("SELECT count(*) FROM river_job WHERE kind = 'probe' AND state = 'completed'") == 1
	})
	var got struct {
		Business struct {
			UnreachableDatasets struct {
				TotalCount int
				Edges      []struct{ Node struct{ Name string } }
			}
		}
	}
	a.get(viewer, &got, `query ($id: ID!) { business(id: $id) { unreachableDatasets { totalCount edges { node { name } } } } }`, map[string]any{"id": business.ID})
	if u := got.Business.UnreachableDatasets; u.TotalCount != 1 || len(u.Edges) != 1 || u.Edges[0].Node.Name == "" {
		t.Errorf("got %+v", u)
	}
}
