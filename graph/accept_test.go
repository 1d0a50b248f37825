package graph_test

import (
	"net/http"
	"strings"
	"testing"
)

// What a caller prefers counts by its weight; who takes neither kind of JSON is told so, and nothing is executed.
func TestTheCallerChoosesTheMediaType(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const plain, response = "application/json; charset=utf-8", "application/graphql-response+json; charset=utf-8"
	for accept, want := range map[string]string{
		"": plain, "*/*": plain, "application/*": plain, "application/json": plain, "APPLICATION/JSON": plain,
		"application/graphql-response+json, application/json":            response,
		"application/json;q=0.9, application/graphql-response+json":      response,
		"application/json, application/graphql-response+json;q=0.5":      plain,
		"application/graphql-response+json;q=0, */*;q=0.1":               plain,
		"application/json;q=0, application/*":                            response,
		"text/html, ;;;, application/graphql-response+json; q=nonsense,": "",
		"text/html":                           "",
		"application/json;q=0":                "",
		"text/event-stream, application/json": plain,
	} {
		got := a.post(&viewer, accept, request(`{ viewer { kind } }`))
		switch {
		case want == "" && (got.Code != http.StatusNotAcceptable || strings.Contains(got.Body.String(), `"data"`)):
			t.Errorf("%q: %d %s", accept, got.Code, got.Body)
		case want != "" && (got.Code != http.StatusOK || got.Header().Get("Content-Type") != want):
			t.Errorf("%q: %d %s %s", accept, got.Code, got.Header().Get("Content-Type"), got.Body)
		}
	}
}
