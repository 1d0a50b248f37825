package graph_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta/metasandbox"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

type orphanGrants struct {
	OrphanGrants struct {
		TotalCount int
		Edges      []struct {
			Node struct {
				ID, BusinessMetaID, Name string
				Outcome                  *string
				Onboarding               *struct{ ID, Status string }
			}
		}
	}
}

const listOrphans = `{ orphanGrants { totalCount edges { node { id businessMetaId name outcome onboarding { id status } } } } }`

// A grant whose code never arrived is shown, claimed, and ends when its client has connected with the claim's link.
func TestAnOrphanGrantIsClaimed(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.code(onboardingtest.Coffee) // approved, and lost on the way
	a.Hurry("reconcile")
	a.waitFor(func() bool { return a.Count("SELECT count(*) FROM orphan_grants") == 1 })
	a.Pass(3 * time.Minute)
	var found orphanGrants
	a.get(viewer, &found, listOrphans, nil)
	if g := found.OrphanGrants; g.TotalCount != 1 || g.Edges[0].Node.BusinessMetaID != onboardingtest.Coffee || g.Edges[0].Node.Outcome != nil || g.Edges[0].Node.Onboarding != nil {
		t.Fatalf("got %+v", g)
	}
	grant := found.OrphanGrants.Edges[0].Node

	type claimAnswer struct {
		ClaimOrphanGrant struct {
			Onboarding *struct{ ID, ExternalID, ConnectURL string }
			Token      *string
			UserErrors []struct{ Code string }
		}
	}
	var claimed, late claimAnswer
	const claim = `mutation ($id: ID!) {
		claimOrphanGrant(input: {orphanGrantId: $id, externalId: "shop-7", labels: ["eu"], expiresInMinutes: 60}) { onboarding { id externalId connectUrl } token userErrors { code } }
	}`
	a.get(operator, &claimed, claim, map[string]any{"id": grant.ID})
	if c := claimed.ClaimOrphanGrant; c.Token == nil || c.Onboarding.ConnectURL == "" || c.Onboarding.ExternalID != "shop-7" || len(c.UserErrors) > 0 {
		t.Fatalf("got %+v", c)
	}
	a.get(viewer, &found, listOrphans, nil)
	if bound := found.OrphanGrants.Edges[0].Node.Onboarding; bound == nil || bound.ID != claimed.ClaimOrphanGrant.Onboarding.ID || bound.Status != "OPEN" {
		t.Errorf("bound to %+v", bound)
	}

	holder := holder(uuid.MustParse(claimed.ClaimOrphanGrant.Onboarding.ID))
	if _, err := a.Complete(onboarding.WithActor(t.Context(), holder), onboarding.CompleteInput{Code: a.Code(metasandbox.CodeRequest{BusinessID: onboardingtest.Coffee})}); err != nil {
		t.Fatal(err)
	}
	a.get(viewer, &found, listOrphans, nil)
	if outcome := found.OrphanGrants.Edges[0].Node.Outcome; outcome == nil || *outcome != "CONNECTED" {
		t.Errorf("it ended as %v", outcome)
	}
	var filtered struct{ Open, Ended struct{ TotalCount int } }
	a.get(viewer, &filtered, `{ open: orphanGrants(filter: {open: true}) { totalCount } ended: orphanGrants(filter: {open: false}) { totalCount } }`, nil)
	if filtered.Open.TotalCount != 0 || filtered.Ended.TotalCount != 1 {
		t.Errorf("filtered: %+v", filtered)
	}
	a.get(operator, &late, claim, map[string]any{"id": grant.ID})
	if c := late.ClaimOrphanGrant; len(c.UserErrors) != 1 || c.UserErrors[0].Code != "NOT_FOUND" || c.Token != nil || c.Onboarding != nil {
		t.Errorf("claiming what has ended: %+v", c)
	}
	var node struct {
		Node struct {
			Typename string `json:"__typename"`
		}
	}
	a.get(viewer, &node, `query ($id: ID!) { node(id: $id) { __typename } }`, map[string]any{"id": grant.ID})
	if node.Node.Typename != "OrphanGrant" {
		t.Errorf("its node is %+v", node)
	}
}
