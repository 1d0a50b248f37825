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
		`{ auditEvents(filter: {since: "yesterday"}) { totalCount } }`,
		`{ auditEvents(filter: {since: 5}) { totalCount } }`,
		`{ datasets(filter: {silentSince: "yesterday"}) { totalCount } }`,
		`mutation { syncDatasets(input: {businessId: "x"}) { userErrors { code } } }`,
	} {
		if got := a.ask(operator, document, nil); got.code() != "INVALID_INPUT" {
			t.Errorf("%s: %s %v", document, got.Data, got.Errors)
		}
	}
	for _, document := range []string{
		`{ businesses(first: 99999999999999999999) { totalCount } }`,
		`{ auditEvents(filter: {since: 99999999999999999999}) { totalCount } }`,
		`{ auditEvents(filter: {since: 1e999}) { totalCount } }`,
		`{ auditEvents(filter: {until: {year: 2026}}) { totalCount } }`,
		`{ businesses(first: {}) { totalCount } }`,
		`{ business(id: {}) { id } }`,
		`{ viewer { kind @include(if: {}) } }`,
		`query ($n: Int = 99999999999999999999) { businesses(first: $n) { totalCount } }`,
	} {
		if got := a.ask(operator, document, nil); got.code() != "GRAPHQL_VALIDATION_FAILED" {
			t.Errorf("%s: %s %v", document, got.Data, got.Errors)
		}
	}
	if a.log.Len() > 0 {
		t.Errorf("the log: %s", a.log)
	}
}

// Libraries show an error's message, and leave its path out: it names what of a variable is at fault.
func TestAMessageNamesTheVariableAtFault(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const document = `mutation ($input: UpdateBusinessInput!) { updateBusiness(input: $input) { business { id } } }`
	for want, input := range map[string]any{
		"$input: cannot be null":                          nil,
		"$input.oneDataset: must be defined":              map[string]any{"businessId": "x", "labels": []string{}},
		"$input.labels[1]: cannot be null":                map[string]any{"businessId": "x", "labels": []any{"a", nil}, "oneDataset": false},
		"$input.oneDataset: cannot use string as Boolean": map[string]any{"businessId": "x", "labels": []string{}, "oneDataset": "no"},
	} {
		if got := a.ask(operator, document, map[string]any{"input": input}); len(got.Errors) != 1 || got.Errors[0].Message != want {
			t.Errorf("%v, want %q", got.Errors, want)
		}
	}
}

// Whoever guesses the names of columns must not be able to write them.
func TestNoUnknownInputIsTaken(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const document = `mutation ($input: CreateOnboardingInput!) { createOnboarding(input: $input) { onboarding { id } } }`
	for _, member := range []string{"status", "triesLeft", "businessId", "tokenHash", "createdBy", "__proto__", "externalID"} {
		if got := a.ask(admin, document, map[string]any{"input": map[string]any{member: "x"}}); len(got.Errors) == 0 {
			t.Errorf("%s was taken: %s", member, got.Data)
		}
		if got := a.ask(admin, `mutation { createOnboarding(input: {`+member+`: "x"}) { onboarding { id } } }`, nil); len(got.Errors) == 0 {
			t.Errorf("%s in the document was taken: %s", member, got.Data)
		}
	}
	if n := a.Count("SELECT count(*) FROM onboardings"); n != 0 {
		t.Errorf("%d onboardings were made", n)
	}
}
