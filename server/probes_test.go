package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	adminui "capiconnect/admin-ui"
	"capiconnect/graph"
	"capiconnect/graph/generated"
	"capiconnect/models"
)

// probe is one of the twelve tests of graphql-cop, which scans GraphQL servers for weaknesses: what it sends, and by what in the answer it
// takes the server for weak. https://github.com/dolevf/graphql-cop
type probe struct {
	name                       string
	method, contentType, query string // query: of a POST as JSON, or of a GET or a form as a parameter
	batch                      int
	accept                     string
	isWeak                     func(body string) bool
	may                        []string // principals whom the weakness is meant for
}

func contains(parts ...string) func(string) bool {
	return func(body string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(body, part) })
	}
}

var probes = []probe{
	{name: "field suggestions", query: "query cop { __schema { directive } }", isWeak: contains("Did you mean")},
	{name: "introspection", query: "query cop { __schema { types { name fields { name } } } }", isWeak: contains(`"types":[`), may: []string{"staff", "key"}},
	{name: "GraphiQL at the endpoint", method: http.MethodGet, accept: "text/html", isWeak: contains("graphiql.min.css", "GraphQL Playground", "GraphiQL", "graphql-playground")},
	{name: "queries by GET", method: http.MethodGet, query: "query cop { __typename }", isWeak: contains(`"__typename"`)},
	{name: "101 aliases", query: "query cop {" + aliases(101) + " }", isWeak: contains("alias100")},
	{name: "a batch of 10", query: "query cop { __typename }", batch: 10, isWeak: func(body string) bool {
		var answers []any
		return json.Unmarshal([]byte(body), &answers) == nil && len(answers) >= 10
	}},
	{name: "tracing", query: "query cop { __typename }", isWeak: contains("tracing")},
	{name: "10 directives", query: "query cop { __typename " + strings.Repeat("@aa", 10) + " }", isWeak: func(body string) bool {
		var answer struct{ Errors []any }
		return json.Unmarshal([]byte(body), &answer) == nil && len(answer.Errors) > 1
	}},
	{name: "circular introspection", query: "query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }",
		isWeak: func(body string) bool { return strings.Count(body, `"fields"`) > 25 }, may: []string{"staff", "key"}},
	{name: "mutations by GET", method: http.MethodGet, query: "mutation cop { __typename }", isWeak: contains(`"__typename"`)},
	{name: "forms", contentType: "application/x-www-form-urlencoded", query: "query cop { __typename }", isWeak: contains(`"__typename"`)},
	{name: "unhandled errors", query: "qwerty cop { abc }", isWeak: contains(`"exception"`, "stacktrace", "goroutine")},
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " alias%d: __typename", i)
	}
	return b.String()
}

// send sends the probe with a credential's headers.
func (p probe) send(t *testing.T, b *bundle, headers []string) string {
	t.Helper()
	method, path, body, contentType := http.MethodPost, "/graphql", "", "application/json"
	parameters := url.Values{"query": {p.query}}.Encode()
	one, err := json.Marshal(map[string]string{"query": p.query})
	switch {
	case err != nil:
		t.Fatal(err)
	case p.method == http.MethodGet:
		method, path = http.MethodGet, "/graphql?"+parameters
	case p.contentType != "":
		body, contentType = parameters, p.contentType
	case p.batch > 0:
		body = "[" + strings.TrimSuffix(strings.Repeat(string(one)+",", p.batch), ",") + "]"
	default:
		body = string(one)
	}
	if p.accept != "" {
		headers = append(slices.Clone(headers), "Accept", p.accept)
	}
	return b.send(t, method, path, body, append(slices.Clone(headers), "Content-Type", contentType)...).body
}

// probed is the public listener with the real GraphQL, and a credential of every kind.
func probed(t *testing.T, change ...func(*site)) (*bundle, map[string][]string) {
	t.Helper()
	b := setupCallbacks(t, append([]func(*site){func(s *site) {
		s.graphql = graph.NewHandler(graph.Config{
			Reader: s.store, Workflow: s.service, Changes: models.NewChanges(s.store), Documents: adminui.Documents(), Log: slog.New(slog.DiscardHandler),
			Doctor: newDoctor(s.config, s.publicURL, s.store, s.service.Meta, s.now),
		})
	}}, change...)...)
	cookie := b.signedIn(t, "probe@example.com")
	return b, map[string][]string{
		"nobody": nil,
		"staff":  {"Cookie", cookie},
		"key":    {"Authorization", "Bearer " + b.apiKey(t)},
		"token":  {"Authorization", "Bearer " + b.onboardingToken(t, nil)},
	}
}

// TestAScannerFindsNothing: graphql-cop, as anybody it could be.
func TestAScannerFindsNothing(t *testing.T) {
	t.Parallel()
	b, principals := probed(t)
	for who, headers := range principals {
		for _, p := range probes {
			if body := p.send(t, b, headers); p.isWeak(body) && !slices.Contains(p.may, who) {
				t.Errorf("%s, as %s: %.300s", p.name, who, body)
			}
		}
	}
}

// TestTheScannerWouldFindSomething: the same probes on gqlgen as it comes find what they are known to find there.
func TestTheScannerWouldFindSomething(t *testing.T) {
	t.Parallel()
	stock := handler.New(generated.NewExecutableSchema(generated.Config{}))
	stock.AddTransport(transport.GET{})
	stock.AddTransport(transport.POST{})
	stock.Use(extension.Introspection{})
	server := httptest.NewServer(stock)
	t.Cleanup(server.Close)
	b := &bundle{url: server.URL}
	var found []string
	for _, p := range probes {
		if p.isWeak(p.send(t, b, nil)) {
			found = append(found, p.name)
		}
	}
	for _, name := range []string{"field suggestions", "introspection", "queries by GET", "101 aliases", "10 directives"} {
		if !slices.Contains(found, name) {
			t.Errorf("%s was not found; found: %q", name, found)
		}
	}
}
