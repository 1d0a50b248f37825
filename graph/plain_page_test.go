package graph_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// columnsSeen notes which columns pages were read with.
type columnsSeen struct {
	graph.Reader
	mu   sync.Mutex
	seen []models.Columns
}

func (r *columnsSeen) note(p models.Paging) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, p.Columns)
}

func (r *columnsSeen) take() []models.Columns {
	r.mu.Lock()
	defer r.mu.Unlock()
	seen := r.seen
	r.seen = nil
	return seen
}

func (r *columnsSeen) Businesses(ctx context.Context, f *models.BusinessFilter, o *models.BusinessOrder, p models.Paging) (*models.BusinessPage, error) {
	r.note(p)
	return r.Reader.Businesses(ctx, f, o, p)
}

func (r *columnsSeen) Datasets(ctx context.Context, f *models.DatasetFilter, o *models.DatasetOrder, p models.Paging) (*models.DatasetPage, error) {
	r.note(p)
	return r.Reader.Datasets(ctx, f, o, p)
}

func (r *columnsSeen) DatasetsOfBusinesses(ctx context.Context, ids []uuid.UUID, relation models.DatasetRelation, p models.Paging) (map[uuid.UUID]*models.DatasetPage, error) {
	r.note(p)
	return r.Reader.DatasetsOfBusinesses(ctx, ids, relation, p)
}

// What a page is asked for that is no plain column makes gqlgen write it; what is left when that is taken out of its answer has to be, to the
// letter, what is written in one go.
func TestPagesAreWrittenAsGqlgenWritesThem(t *testing.T) {
	t.Parallel()
	reader := &columnsSeen{}
	a := setup(t, func(c *graph.Config) { reader.Reader, c.Reader = c.Reader, reader })
	for _, business := range a.Sandbox.Businesses()[:8] {
		a.Connect(business.ID)
	}
	if _, err := a.Store.Pool().Exec(t.Context(), "UPDATE datasets SET last_fired_at = '2026-01-01 00:00:00.123456Z', name = E'\\t line\\n \\u0001 \\\\ \" </script> \U0001F950 \u2028' WHERE id = (SELECT id FROM datasets ORDER BY id LIMIT 1)"); err != nil {
		t.Fatal(err)
	}
	const dataset = "id metaId name lastFiredAt createdAt isUnavailable ownerBusinessName"
	const business = "id metaId name oneDataset status connectedAt disconnectedAt tokenExpiresAt lastCheckedAt lastSyncedAt"
	const pageInfo = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
	for name, document := range map[string]string{
		"businesses":         "{ businesses(first: 5) { % edges { cursor node { " + business + " } } " + pageInfo + " } }",
		"datasets":           "{ datasets(first: 60) { % edges { cursor node { " + dataset + " } } " + pageInfo + " } }",
		"an empty page":      "{ datasets(first: 0) { % edges { node { id } } " + pageInfo + " } }",
		"nothing found":      `{ datasets(filter: { search: "nobody has this" }) { % ` + pageInfo + " edges { node { id } } } }",
		"backwards":          "{ datasets(last: 3) { % edges { node { metaId } } " + pageInfo + " } }",
		"aliases":            "{ a: datasets(first: 2) { % rows: edges { at: cursor it: node { n: name name } } } b: businesses(first: 1) { edges { node { x: id } } } }",
		"types":              "{ datasets(first: 2) { % __typename edges { __typename node { __typename id } } pageInfo { __typename } } }",
		"fragments":          "{ datasets(first: 2) { % ...P } } fragment P on DatasetConnection { edges { node { ...D ... on Node { id } ... on Dataset { name id } } } } fragment D on Dataset { metaId }",
		"conditions":         "query ($no: Boolean = false) { datasets(first: 2) { % edges { node { id name @include(if: $no) metaId @skip(if: $no) } } } }",
		"nothing of it":      "{ datasets(first: 2) { % edges { node { id @skip(if: true) } } } }",
		"the same twice":     "{ datasets(first: 2) { % edges { node { id } } edges { node { name id } } } }",
		"lists in a list":    "{ businesses(first: 8) { % edges { node { name labels ownedDatasets(first: 3) { edges { node { id name } } } sharedDatasets { edges { cursor } } } } } }",
		"with a field apart": "{ businesses(first: 8) { % edges { node { name externalId } } } }",
	} {
		fast := a.body(viewer, strings.ReplaceAll(document, "%", ""))
		columns := reader.take()
		slow := a.body(viewer, strings.Replace(document, "%", "slow: totalCount", 1))
		reader.take()
		before, rest, isSlow := strings.Cut(slow, `"slow":`)
		_, after, isFollowed := strings.Cut(rest, ",")
		if !isSlow || !isFollowed {
			t.Fatalf("%s: %s", name, slow)
		}
		if rest := before + after; fast != rest || !json.Valid([]byte(fast)) {
			t.Errorf("%s: written in one go:\n%s\nby gqlgen:\n%s", name, fast, rest)
		}
		if isPlain := name != "with a field apart" && name != "nothing of it"; isPlain == (len(columns) == 1 && columns[0] == "") {
			t.Errorf("%s: read with columns %q", name, columns)
		}
	}
}

// body is an answer as it goes over the wire.
func (a *api) body(actor onboarding.Actor, document string) string {
	a.t.Helper()
	body, err := json.Marshal(map[string]any{"query": document})
	if err != nil {
		a.t.Fatal(err)
	}
	return a.post(&actor, "application/json", string(body)).Body.String()
}

// A field with a rule of its own would be told without being asked for it.
func TestPlainColumnsHaveNoRules(t *testing.T) {
	t.Parallel()
	for typeName, fields := range graph.PlainFields() {
		for _, name := range fields {
			field := schema().Types[typeName].Fields.ForName(name)
			if field == nil || len(field.Arguments) > 0 || len(field.Directives) > 0 {
				t.Errorf("%s.%s is no plain column: %+v", typeName, name, field)
			}
		}
	}
}
