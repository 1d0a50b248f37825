package graph_test

import (
	"strings"
	"testing"

	"capiconnect/onboarding/onboardingtest"
)

// What the caller got wrong is told to the caller; it is not our failure, and the log stays quiet.
func TestBadInputIsNotOurFailure(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Connect(onboardingtest.Coffee)
	for _, document := range []string{
		`{ businesses(first: 1000) { totalCount } }`,
		`{ businesses(first: 1, last: 1) { totalCount } }`,
		`{ businesses(after: "x") { totalCount } }`,
		`{ businesses(after: "") { totalCount } }`,
		`{ businesses { edges { node { ownedDatasets(first: -1) { totalCount } } } } }`,
		`{ businesses { edges { node { ownedDatasets(after: "") { totalCount } } } } }`,
		`{ businesses(filter: {search: "\u0000"}) { totalCount } }`,
		`{ businesses(filter: {search: "` + strings.Repeat("x", 201) + `"}) { totalCount } }`,
		`{ onboardings(filter: {externalId: "\u0000"}) { totalCount } }`,
		`{ business(id: "abc") { id } }`,
		`{ node(id: "1") { id } }`,
		`mutation { syncDatasets(input: {businessId: "x"}) { userErrors { code } } }`,
	} {
		if got := a.ask(operator, document, nil); got.code() != "INVALID_INPUT" {
			t.Errorf("%s: %s %v", document, got.Data, got.Errors)
		}
	}
	if a.log.Len() > 0 {
		t.Errorf("the log: %s", a.log)
	}
}

// Fields of one mutation run one after the other; a later one must not see what was true before an earlier one.
func TestALaterMutationSeesWhatAnEarlierOneDid(t *testing.T) {
	t.Parallel()
	a := setup(t)
	business := a.Connect(onboardingtest.Coffee)
	type payload struct {
		Business struct{ Revocation *struct{ Outcome string } }
	}
	var got struct{ Before, After payload }
	a.get(admin, &got, `mutation ($id: ID!) {
		before: checkConnection(input: {businessId: $id}) { business { revocation { outcome } } }
		after: revokeConnection(input: {businessId: $id}) { business { revocation { outcome } } }
	}`, map[string]any{"id": business.ID})
	if got.Before.Business.Revocation != nil || got.After.Business.Revocation == nil {
		t.Errorf("got %+v", got)
	}
}
