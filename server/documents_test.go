package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	adminui "capiconnect/admin-ui"
	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding"
)

var (
	operationInCode = regexp.MustCompile(`\b(?:query|mutation|subscription) ([A-Z]\w*)\s*[({]`)
	idInCode        = regexp.MustCompile("\\b(\\w+)\"?:[\"'`](sha256:[0-9a-f]{64})")
)

// builtDocuments are the ids of the documents that the build has written beside the pages, by the name of the operation.
func builtDocuments(t testing.TB) map[string]string {
	t.Helper()
	ids := map[string]string{}
	for id, text := range adminui.Documents() {
		ids[operationInCode.FindStringSubmatch(text)[1]] = id
	}
	if len(ids) == 0 {
		t.Fatal("the pages have not been built: run `make ui`")
	}
	return ids
}

// TestThePagesHaveAnIDForEachOfTheirOperations: every operation in the built code has its id there, and the id is the hash of its text in
// the program.
func TestThePagesHaveAnIDForEachOfTheirOperations(t *testing.T) {
	t.Parallel()
	built := builtDocuments(t)
	operations, ids := map[string]bool{}, map[string]string{}
	for _, code := range builtCode(t) {
		for _, match := range operationInCode.FindAllStringSubmatch(code, -1) {
			operations[match[1]] = true
		}
		for _, match := range idInCode.FindAllStringSubmatch(code, -1) {
			ids[match[1]] = match[2]
		}
	}
	if !maps.Equal(ids, built) {
		t.Errorf("the pages send %v, the program knows %v", ids, built)
	}
	if got, want := slices.Sorted(maps.Keys(operations)), slices.Sorted(maps.Keys(ids)); !slices.Equal(got, want) {
		t.Errorf("operations in the pages: %q; with an id: %q", got, want)
	}
	for id, text := range adminui.Documents() {
		if want := fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(text))); id != want {
			t.Errorf("%s is the id of %.60q; its hash is %s", id, text, want)
		}
	}
}

// forPeople are files whose documents people may change before they are sent: the ready operations of the playground.
var forPeople = regexp.MustCompile(`^assets/workbench-`)

// builtCode is the pages' JavaScript, but for the ready operations of the playground.
func builtCode(t *testing.T) (files []string) {
	t.Helper()
	err := fs.WalkDir(adminui.Files(), "assets", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".js" || forPeople.MatchString(name) {
			return err
		}
		code, err := fs.ReadFile(adminui.Files(), name)
		files = append(files, string(code))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestThePagesDocumentsFitTheAPI: what staff's pages send is valid and within staff's limits, and what the Connect page sends within those
// of a client with an onboarding token. Mutations are asked for without their input, so that nothing but the document is looked at.
func TestThePagesDocumentsFitTheAPI(t *testing.T) {
	t.Parallel()
	b, principals := probed(t)
	built := builtDocuments(t)
	for who, names := range map[string][]string{
		"staff": slices.Collect(maps.Keys(built)),
		"token": {"Connect", "CompleteOnboarding", "OnboardingOutcome", "ReportSteps"},
	} {
		for _, name := range names {
			var input any // strangers are not told what their document lacks
			if who == "token" {
				input = map[string]any{"CompleteOnboarding": map[string]any{"code": "no code"}, "ReportSteps": map[string]any{"steps": []string{"PAGE_OPENED"}}}[name]
			}
			body, err := json.Marshal(map[string]any{"documentId": built[name], "variables": map[string]any{"id": uuid.New(), "input": input, "days": 30, "fresh": false}})
			if err != nil {
				t.Fatal(err)
			}
			headers := principals[who]
			if strings.Contains(adminui.Documents()[built[name]], "subscription "+name) {
				headers = append([]string{"Accept", "text/event-stream"}, headers...)
			}
			got := b.post(t, "/graphql", string(body), headers...)
			if !isAnswered(t, strings.TrimPrefix(got.body, "event: next\ndata: ")) {
				t.Errorf("%s, as %s: %d %s", name, who, got.StatusCode, got.body)
			}
		}
	}
}

// isAnswered: a document that is refused has no data. One that only lacks its input, or what it is to watch, has been found good.
func isAnswered(t *testing.T, body string) bool {
	t.Helper()
	var answer struct {
		Data   *json.RawMessage
		Errors []struct {
			Path       []any
			Extensions struct{ Code string }
		}
	}
	if err := json.NewDecoder(strings.NewReader(body)).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data != nil || len(answer.Errors) == 1 &&
		(slices.Equal(answer.Errors[0].Path, []any{"variable", "input"}) || answer.Errors[0].Extensions.Code == "NOT_FOUND")
}

// BenchmarkDocument sends the largest of the pages' operations, for a business that is not there: as text, by its id, and as a text that has
// not been parsed before.
func BenchmarkDocument(b *testing.B) {
	id := builtDocuments(b)["Business"]
	text := adminui.Documents()[id]
	api := graph.NewHandler(graph.Config{Reader: modelstest.Open(b), Documents: adminui.Documents(), Log: slog.New(slog.DiscardHandler)})
	variables := map[string]any{"id": uuid.New()}
	tries := 0
	for name, members := range map[string]func() map[string]any{
		"text": func() map[string]any { return map[string]any{"query": text, "variables": variables} },
		"id":   func() map[string]any { return map[string]any{"documentId": id, "variables": variables} },
		"new text": func() map[string]any {
			tries++
			return map[string]any{"query": fmt.Sprint(text, " #", tries), "variables": variables}
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var body []byte
			for b.Loop() {
				var err error
				if body, err = json.Marshal(members()); err != nil {
					b.Fatal(err)
				}
				askAsStaff(b, api, string(body))
			}
			b.ReportMetric(float64(len(body)), "sent-B")
		})
	}
}

func askAsStaff(b *testing.B, api http.Handler, body string) {
	b.Helper()
	staff := onboarding.Actor{Kind: models.ActorUser, Name: "v@example.com", Role: models.Viewer}
	request := httptest.NewRequestWithContext(onboarding.WithActor(b.Context(), staff), http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	api.ServeHTTP(recorder, request)
	if recorder.Body.String() != `{"data":{"business":null}}`+"\n" {
		b.Fatal(recorder.Body)
	}
}
