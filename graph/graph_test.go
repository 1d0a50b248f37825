package graph_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"capiconnect/graph"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// api is the handler under test with everything behind it.
type api struct {
	*onboardingtest.Bundle
	t      testing.TB
	server http.Handler
	log    *bytes.Buffer
}

func setup(t testing.TB, change ...func(*graph.Config)) *api {
	t.Helper()
	a := &api{Bundle: onboardingtest.Setup(t), t: t, log: &bytes.Buffer{}}
	config := graph.Config{
		Reader: a.Store, Workflow: a.Service, Changes: a.Config.Changes, Log: slog.New(slog.NewTextHandler(a.log, nil)),
		Doctor: a.Doctor(&url.URL{Scheme: "http", Host: "127.0.0.1:1"}), // where nobody is
	}
	for _, c := range change {
		c(&config)
	}
	a.server = graph.NewHandler(config)
	return a
}

var (
	viewer   = onboarding.Actor{Kind: models.ActorUser, Name: "v@example.com", Role: models.Viewer, SignedInRecently: true}
	operator = onboarding.Actor{Kind: models.ActorUser, Name: "o@example.com", Role: models.Operator, SignedInRecently: true}
	admin    = onboarding.Actor{Kind: models.ActorUser, Name: "a@example.com", Role: models.Admin, SignedInRecently: true}
)

func key(scopes ...models.Scope) onboarding.Actor {
	return onboarding.Actor{Kind: models.ActorAPIKey, Name: "key", Scopes: scopes}
}

func holder(onboardingID uuid.UUID) onboarding.Actor {
	return onboarding.Actor{Kind: models.ActorOnboardingToken, Name: "holder", OnboardingID: onboardingID, Link: 1}
}

type answer struct {
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

func (a answer) code() any {
	if len(a.Errors) == 0 {
		return nil
	}
	return a.Errors[0].Extensions["code"]
}

// ask sends a document on behalf of actor.
func (a *api) ask(actor onboarding.Actor, document string, variables map[string]any) answer {
	a.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		a.t.Fatal(err)
	}
	recorder := a.post(&actor, "application/json", string(body))
	var got answer
	if err := json.Unmarshal(recorder.Body.Bytes(), &got); err != nil {
		a.t.Fatalf("%v in %s", err, recorder.Body)
	}
	return got
}

// get asks and decodes the data, which must come without errors.
func (a *api) get(actor onboarding.Actor, into any, document string, variables map[string]any) {
	a.t.Helper()
	got := a.ask(actor, document, variables)
	if len(got.Errors) > 0 {
		a.t.Fatalf("%s: %+v", document, got.Errors)
	}
	if err := json.Unmarshal(got.Data, into); err != nil {
		a.t.Fatal(err)
	}
}

func (a *api) post(actor *onboarding.Actor, accept, body string) *httptest.ResponseRecorder {
	ctx := a.t.Context()
	if actor != nil {
		ctx = onboarding.WithActor(ctx, *actor)
	}
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", accept)
	recorder := httptest.NewRecorder()
	a.server.ServeHTTP(recorder, request)
	return recorder
}

// countingReader counts the statements of a query: each of its methods runs one.
type countingReader struct {
	graph.Reader
	calls atomic.Int32
}

func (r *countingReader) Businesses(ctx context.Context, f *models.BusinessFilter, o *models.BusinessOrder, p models.Paging) (*models.BusinessPage, error) {
	r.calls.Add(1)
	return r.Reader.Businesses(ctx, f, o, p)
}

func (r *countingReader) BusinessesOfDatasets(ctx context.Context, ids []uuid.UUID, p models.Paging) (map[uuid.UUID]*models.BusinessPage, error) {
	r.calls.Add(1)
	return r.Reader.BusinessesOfDatasets(ctx, ids, p)
}

func (r *countingReader) DatasetsOfBusinesses(ctx context.Context, ids []uuid.UUID, relation models.DatasetRelation, p models.Paging) (map[uuid.UUID]*models.DatasetPage, error) {
	r.calls.Add(1)
	return r.Reader.DatasetsOfBusinesses(ctx, ids, relation, p)
}

func (r *countingReader) DatasetChangesOfBusinesses(ctx context.Context, ids []uuid.UUID, p models.Paging) (map[uuid.UUID]*models.DatasetChangePage, error) {
	r.calls.Add(1)
	return r.Reader.DatasetChangesOfBusinesses(ctx, ids, p)
}

func (r *countingReader) UnreachableDatasetsOfBusinesses(ctx context.Context, ids []uuid.UUID, p models.Paging) (map[uuid.UUID]*models.DatasetPage, error) {
	r.calls.Add(1)
	return r.Reader.UnreachableDatasetsOfBusinesses(ctx, ids, p)
}

func (r *countingReader) LastSyncsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*models.SyncRun, error) {
	r.calls.Add(1)
	return r.Reader.LastSyncsOfBusinesses(ctx, ids)
}

func (r *countingReader) GrantsOfBusinesses(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID][]models.PermissionGrant, error) {
	r.calls.Add(1)
	return r.Reader.GrantsOfBusinesses(ctx, ids)
}

func (a *api) code(metaID string) string {
	a.t.Helper()
	return a.Code(metasandbox.CodeRequest{BusinessID: metaID})
}
