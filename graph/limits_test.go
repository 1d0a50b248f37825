package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/onboarding"
)

// bombs are documents that cost their sender nothing and a server without limits seconds, gigabytes or its life.
func bombs() map[string]string {
	return map[string]string{
		"fragments that spread twice, 24 deep":  fanOut(24),
		"fragments that spread twice, 46 deep":  fanOut(46),
		"one field 8,000 times":                 "{" + strings.Repeat(" __typename", 8000) + " }",
		"one field 900 times":                   "{" + strings.Repeat(" __typename", 900) + " }",
		"lists in lists":                        "{" + strings.Repeat(" businesses { edges { node { ownedDatasets { edges { node {", 4) + " id" + strings.Repeat(" } } } } } }", 8) + " }",
		"lists in lists, in few levels":         `{ businesses(first: 100) { edges { node { ownedDatasets(first: 100) { edges { node { businesses(first: 100) { edges { node { id } } } } } } } } } }`,
		"101 aliases of one field":              "{" + numbered(101, " a%d: __typename") + " }",
		"16 aliases of a list":                  "{" + numbered(16, " a%d: businesses { totalCount }") + " }",
		"10 unknown directives":                 "{ viewer { kind " + strings.Repeat(" @aa", 10) + " } }",
		"1,000 directives":                      "{ viewer { kind " + strings.Repeat(" @include(if: true)", 300) + " } }",
		"directives on spreads":                 "{ viewer { " + strings.Repeat(" ... @include(if: true) { kind }", 6) + " } }",
		"a fragment that spreads itself":        "{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }",
		"a fragment that nobody spreads":        "{ viewer { kind } } fragment A on Viewer {" + strings.Repeat(" kind", 301) + " }",
		"a fragment whose twin is measured":     "{ viewer { ...A } } fragment A on Viewer { kind } fragment A on Viewer {" + strings.Repeat(" kind", 900) + " }",
		"11 root fields":                        "{" + strings.Repeat(" viewer { kind }", 11) + " }",
		"two mutations":                         `mutation { a: completeOnboarding(input: {code: "1"}) { business { id } } b: completeOnboarding(input: {code: "2"}) { business { id } } }`,
		"two mutations in a fragment":           `mutation { ...F ...F } fragment F on Mutation { completeOnboarding(input: {code: "1"}) { business { id } } }`,
		"two operations, the second one a bomb": "query A { viewer { kind } } query B {" + strings.Repeat(" __typename", 600) + " }",
		"a name of 16,000 letters":              "{ " + strings.Repeat("a", 16000) + " }",
		"200 fragments nested":                  nested(200),
		"280 fields in 20 fragments nested":     "{ viewer {" + strings.Repeat(" ... {", 20) + strings.Repeat(" kind", 280) + strings.Repeat(" }", 20) + " } }",
		"one field 301 times":                   "{ viewer {" + strings.Repeat(" kind", 300) + " } }",
		"the schema, twice":                     "{ a: __schema { types { name } } b: __schema { types { name } } }",
		"the schema, in circles":                "{ __schema { types { fields { type { fields { type { name } } } } } } }",
		"the schema, in circles of fragments":   "{ __schema { types { fields { type { ...T } } } } } fragment T on __Type { ofType { interfaces { name } } }",
		"the usage of 50 days, twice":           "{ a: metaUsage(days: 50) { calls } b: metaUsage(days: 50) { calls } }",
		"few objects with many fields":          "{ businesses(first: 100) { edges { node {" + strings.Repeat(" name", 60) + " } } } }",
	}
}

// fanOut asks for 2^n fields in a few bytes for each n.
func fanOut(n int) string {
	var b strings.Builder
	b.WriteString("{ viewer { ...F0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Viewer { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Viewer { kind }", n)
	return b.String()
}

func nested(n int) string {
	return "{ viewer {" + strings.Repeat(" ... {", n) + " kind" + strings.Repeat(" }", n) + " } " + strings.Repeat(" businesses { edges { node { onboardings {", 3) +
		strings.Repeat("}}}}", 3) + " }"
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func request(document string) string { return requestWith(document, nil) }

func requestWith(document string, variables map[string]any) string {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// TestBombsAreRefused: whoever sends one hears one reason, in few bytes, and nothing of the database is read.
func TestBombsAreRefused(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Store.Close()
	for name, bomb := range bombs() {
		for _, actor := range []onboarding.Actor{admin, key("admin"), holder(uuid.New())} {
			got := a.post(&actor, "application/graphql-response+json", request(bomb))
			if got.Code != http.StatusBadRequest || strings.Count(got.Body.String(), `"message"`) != 1 || got.Body.Len() > 400 {
				t.Errorf("%s, from %s: %d %.500s", name, actor.Name, got.Code, got.Body)
			}
		}
	}
}

// TestLimitsAreNotInTheWay: what people and tools really send passes, introspection among it.
func TestLimitsAreNotInTheWay(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for name, document := range map[string]string{
		"introspection":     introspection,
		"the nested page":   `{ businesses(first: 20) { edges { node { id name ownedDatasets(first: 20) { edges { node { id name } } } sharedDatasets(first: 20) { edges { node { id } } } } } } }`,
		"a page of 100":     `{ businesses(first: 100) { totalCount pageInfo { endCursor } edges { cursor node { id name status problem { code message action } permissions { permission } } } } }`,
		"a fragment, often": `{ a: businesses(first: 5) { ...P } b: businesses(first: 5, filter: {search: "x"}) { ...P } } fragment P on BusinessConnection { edges { node { id } } }`,
		"15 aliases":        "{ viewer {" + numbered(15, " a%d: kind") + " } }",
		"5 directives":      "{ viewer { kind" + strings.Repeat(" ... @include(if: true) { kind }", 5) + " } }",
	} {
		if got := a.ask(viewer, document, nil); len(got.Errors) > 0 {
			t.Errorf("%s: %+v", name, got.Errors)
		}
	}
	const many = `query ($n: Int) { businesses(first: $n) { edges { node { ownedDatasets(first: $n) { edges { node { id } } } } } } }`
	if got := a.ask(viewer, many, map[string]any{"n": 30}); len(got.Errors) > 0 {
		t.Errorf("30 × 30: %+v", got.Errors)
	}
	if got := a.ask(viewer, many, map[string]any{"n": 40}); got.code() != "LIMIT_EXCEEDED" {
		t.Errorf("40 × 40: %+v", got)
	}
	if got := a.ask(viewer, many, map[string]any{"n": "100"}); got.code() != "LIMIT_EXCEEDED" { // gqlgen takes a text for a number
		t.Errorf("100 × 100 as text: %+v", got)
	}
}

// TestStrangersCannotTellNamesApart: an attacker with an onboarding token tries a dictionary. Names that exist and names that do not are
// answered with the same bytes.
func TestStrangersCannotTellNamesApart(t *testing.T) {
	t.Parallel()
	a := setup(t)
	actor := holder(uuid.New())
	answers := map[string][]string{}
	for _, document := range []string{
		`{ busines }`, `{ businesses { nod } }`, `{ businesses }`, `{ businesses(frist: 1) { totalCount } }`, `{ business(id: 5.5) { id } }`, `{ nothing }`, `{`,
		`{ viewer { kind { kind } } }`, `{ ... on Busines { id } }`, `{ businesses(orderBy: {field: NAMES, direction: ASC}) { totalCount } }`, fanOut(24),
		`query ($a: BusinessFiltr) { viewer { kind } }`, `query ($a: Int!) { viewer { kind } }`, `{ viewer @inclde { kind } }`,
	} {
		got := a.post(&actor, "application/json", request(document)).Body.String()
		answers[got] = append(answers[got], document)
	}
	if len(answers) != 1 {
		t.Errorf("%d different answers: %v", len(answers), answers)
	}
}

const introspection = `query IntrospectionQuery { __schema { queryType { name } mutationType { name } subscriptionType { name }
  types { ...FullType } directives { name description locations args { ...InputValue } } } }
fragment FullType on __Type { kind name description
  fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func BenchmarkBombs(b *testing.B) {
	a := setup(b)
	for name, bomb := range bombs() {
		body := request(bomb)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a.post(&admin, "application/json", body)
			}
		})
	}
}
