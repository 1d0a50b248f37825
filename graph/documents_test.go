package graph_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// Documents such as the build gives the API.
const (
	listText   = `query List($first: Int) { businesses(first: $first) { totalCount edges { node { name ownedDatasets(first: $first) { edges { node { id } } } } } } }`
	createText = `mutation Create { createOnboarding(input: {}) { token onboarding { status } userErrors { code } } }`
	followText = `subscription Follow($id: ID!) { businessUpdated(id: $id) { status } }`
	brokenText = `query Broken { businesses { name } }`
)

var wideText = "query Wide { viewer {" + strings.Repeat(" kind", 300) + " } }"

// withDocuments has the API know our pages' documents.
func withDocuments(c *graph.Config) {
	c.Documents = graph.Documents{}
	for _, text := range []string{listText, createText, followText, brokenText, wideText} {
		c.Documents[idOf(text)] = text
	}
}

func idOf(text string) string { return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))) }

func bodyOf(members map[string]any) string {
	body, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// An id is a shorter way to say the same, and no way around anything: rights, limits and rules are those of the text.
func TestAnIDCountsForItsText(t *testing.T) {
	t.Parallel()
	a := setup(t, withDocuments)
	a.Connect(onboardingtest.Coffee)
	for name, test := range map[string]struct {
		text  string
		with  map[string]any
		actor onboarding.Actor
		want  string // in the answer
	}{
		"a list":                     {listText, nil, viewer, `"totalCount":1`},
		"a list with a variable":     {listText, map[string]any{"variables": map[string]any{"first": 1}}, viewer, `"totalCount":1`},
		"too large an answer":        {listText, map[string]any{"variables": map[string]any{"first": 100}}, admin, "LIMIT_EXCEEDED"},
		"a variable of another type": {listText, map[string]any{"variables": map[string]any{"first": "x"}}, viewer, "GRAPHQL_VALIDATION_FAILED"},
		"an operation that is none":  {listText, map[string]any{"operationName": "Other"}, viewer, "GRAPHQL_VALIDATION_FAILED"},
		"without the scope":          {listText, nil, key("onboardings:write"), "FORBIDDEN"},
		"with the scope":             {listText, nil, key("businesses:read"), `"totalCount":1`},
		"with an onboarding token":   {listText, nil, holder(uuid.New()), "FORBIDDEN"},
		"without the role":           {createText, nil, viewer, "FORBIDDEN"},
		"more fields than fit":       {wideText, nil, holder(uuid.New()), "is not one that this API takes"},
		"not in the schema":          {brokenText, nil, admin, "GRAPHQL_VALIDATION_FAILED"},
		"a stream that is not one":   {followText, map[string]any{"variables": map[string]any{"id": uuid.NewString()}}, viewer, "text/event-stream"},
	} {
		byText, byID := map[string]any{"query": test.text}, map[string]any{"documentId": idOf(test.text)}
		for member, value := range test.with {
			byText[member], byID[member] = value, value
		}
		want, got := a.post(&test.actor, "application/json", bodyOf(byText)), a.post(&test.actor, "application/json", bodyOf(byID))
		if !strings.Contains(want.Body.String(), test.want) {
			t.Errorf("%s, by text: %s", name, want.Body)
		}
		if got.Code != want.Code || got.Body.String() != want.Body.String() {
			t.Errorf("%s: by id %d %s, by text %d %s", name, got.Code, got.Body, want.Code, want.Body)
		}
	}
}

// Whoever guesses, or comes from a build that is no longer here, hears one sentence that does not repeat the id. Nothing is done.
func TestAnUnknownIDDoesNothing(t *testing.T) {
	t.Parallel()
	a := setup(t, withDocuments)
	digits := strings.TrimPrefix(idOf(createText), "sha256:")
	for name, id := range map[string]string{
		"an id of another build":   "sha256:" + strings.Repeat("0", 64),
		"capitals":                 "sha256:" + strings.ToUpper(digits),
		"capitals in the prefix":   "SHA256:" + digits,
		"no prefix":                digits,
		"another prefix":           "md5:" + digits,
		"the beginning":            "sha256:" + digits[:32],
		"white space":              idOf(createText) + " ",
		"a NUL":                    idOf(createText) + "\x00",
		"the text":                 createText,
		"the operation's name":     "Create",
		"a file":                   "../documents.json",
		"as long as a body may be": strings.Repeat("a", 60_000),
	} {
		for _, actor := range []onboarding.Actor{admin, key("admin"), holder(uuid.New())} {
			for accept, status := range map[string]int{"application/json": 200, "application/graphql-response+json": 400, "text/event-stream": 200} {
				got := a.post(&actor, accept, bodyOf(map[string]any{"documentId": id}))
				body := got.Body.String()
				if got.Code != status || !strings.Contains(body, "PERSISTED_DOCUMENT_NOT_FOUND") || strings.Contains(body, `"data"`) || strings.Contains(body, id) {
					t.Errorf("%s, from %s for %s: %d %.300s", name, actor.Name, accept, got.Code, body)
				}
			}
		}
	}
	a.mustHaveNoOnboarding()
}

func (a *api) mustHaveNoOnboarding() {
	a.t.Helper()
	page, err := a.Store.Onboardings(a.t.Context(), nil, models.Paging{})
	if err != nil || len(page.Edges) > 0 {
		a.t.Errorf("onboardings: %+v, %v", page, err)
	}
}

// An attacker wants an id of ours to mean a text of theirs, or a text of theirs to have an id. This is no cache that requests fill.
func TestNoRequestAddsADocument(t *testing.T) {
	t.Parallel()
	a := setup(t, withDocuments)
	const theirs = `mutation Theirs { createOnboarding(input: {externalId: "theirs"}) { token } }`
	apq := map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": strings.TrimPrefix(idOf(theirs), "sha256:")}}
	for name, members := range map[string]map[string]any{
		"their text with its id":              {"query": theirs, "documentId": idOf(theirs)},
		"their text with an id of ours":       {"query": theirs, "documentId": idOf(listText)},
		"their text with an empty id, as APQ": {"query": "", "documentId": "", "extensions": apq},
		"only a hash, as APQ":                 {"extensions": apq},
		"only a hash, and no text":            {"query": nil, "extensions": apq},
		"an id that is no text":               {"documentId": map[string]any{"sha256": theirs}},
	} {
		if got := a.post(&admin, "application/json", bodyOf(members)); got.Code != http.StatusBadRequest || strings.Contains(got.Body.String(), `"data"`) {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	a.mustHaveNoOnboarding()

	// A text that does run, with what registers it elsewhere.
	if got := a.post(&viewer, "application/json", bodyOf(map[string]any{"query": theirs, "extensions": apq})); !strings.Contains(got.Body.String(), "FORBIDDEN") {
		t.Errorf("their text: %s", got.Body)
	}
	if got := a.post(&admin, "application/json", bodyOf(map[string]any{"documentId": idOf(theirs)})); !strings.Contains(got.Body.String(), "PERSISTED_DOCUMENT_NOT_FOUND") {
		t.Errorf("their id afterwards: %s", got.Body)
	}
	if got := a.post(&viewer, "application/json", bodyOf(map[string]any{"documentId": idOf(listText)})); !strings.Contains(got.Body.String(), `"totalCount":0`) {
		t.Errorf("our id afterwards: %s", got.Body)
	}
	a.mustHaveNoOnboarding()
}
