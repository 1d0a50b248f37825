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
