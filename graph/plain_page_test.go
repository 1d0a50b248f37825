package graph_test

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"capiconnect/graph"
	"capiconnect/models"
	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
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

// What is asked for that is no plain column makes gqlgen write the whole; what is left when that is taken out of its answer has to be, to the
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
	some := a.someIDs()
	for name, document := range map[string]string{
		"businesses":      "{ businesses(first: 5) { %totalCount edges { cursor node { " + allOfBusiness + " } } " + allOfPageInfo + " } }",
		"datasets":        "{ datasets(first: 60) { %totalCount edges { cursor node { " + allOfDataset + " } } " + allOfPageInfo + " } }",
		"an empty page":   "{ datasets(first: 0) { %totalCount edges { node { id } } " + allOfPageInfo + " } }",
		"nothing found":   `{ datasets(filter: { search: "nobody has this" }) { %totalCount ` + allOfPageInfo + " edges { node { id } } } }",
		"backwards":       "{ datasets(last: 3) { %totalCount edges { node { metaId } } " + allOfPageInfo + " } }",
		"aliases":         "{ a: datasets(first: 2) { %totalCount rows: edges { at: cursor it: node { n: name name } } } b: businesses(first: 1) { edges { node { x: id } } } }",
		"types":           "{ datasets(first: 2) { %totalCount __typename edges { __typename node { __typename id } } pageInfo { __typename } } }",
		"fragments":       "{ datasets(first: 2) { %totalCount ...P } } fragment P on DatasetConnection { edges { node { ...D ... on Node { id } ... on Dataset { name id } } } } fragment D on Dataset { metaId }",
		"conditions":      "query ($no: Boolean = false) { datasets(first: 2) { %totalCount edges { node { id name @include(if: $no) metaId @skip(if: $no) } } } }",
		"the same twice":  "{ datasets(first: 2) { %totalCount edges { node { id } } edges { node { name id } } } }",
		"lists in a list": "{ businesses(first: 8) { %totalCount edges { node { name ownedDatasets(first: 3) { edges { node { id name } } " + allOfPageInfo + " } sharedDatasets { edges { cursor } } } } } }",
		"pages of pages": "query ($few: Int = 2) { businesses(first: 3) { %totalCount edges { node { name none: ownedDatasets(first: 0) { edges { node { id } } } " +
			"ownedDatasets(first: 3) { edges { cursor node { id businesses(last: $few) { " + allOfPageInfo + " edges { node { name } } } } } } } } } }",
		"a business": `{ business(id: "` + some.business + `") { %connectedAppsUrl ` + allOfBusiness + " ownedDatasets(last: 2) { edges { node { " + allOfDataset + " } } } } }",
		"a dataset":  `{ dataset(id: "` + some.dataset + `") { %eventsManagerUrl __typename name businesses { edges { node { name } } } } }`,
	} {
		fast, readFast := a.body(viewer, markedField.ReplaceAllString(document, "")), reader.take()
		slow, readSlow := a.body(viewer, strings.Replace(document, "%", "slow: ", 1)), reader.take()
		before, rest, isSlow := strings.Cut(slow, `"slow":`)
		_, after, isFollowed := strings.Cut(rest, ",")
		if !isSlow || !isFollowed {
			t.Fatalf("%s: %s", name, slow)
		}
		if rest := before + after; fast != rest || !json.Valid([]byte(fast)) {
			t.Errorf("%s: written in one go:\n%s\nby gqlgen:\n%s", name, fast, rest)
		}
		if isPage := strings.Contains(document, "%totalCount"); isPage && (slices.Contains(readFast, "") || !slices.Contains(readSlow, "")) {
			t.Errorf("%s: read with columns %q, and by gqlgen with %q", name, readFast, readSlow)
		}
	}
}

// markedField is the field that gqlgen has to write.
var markedField = regexp.MustCompile(`%\w+`)

const (
	allOfBusiness = "id metaId name oneDataset status connectedAt disconnectedAt tokenExpiresAt lastCheckedAt lastSyncedAt"
	allOfDataset  = "id metaId name lastFiredAt createdAt isUnavailable ownerBusinessName"
	allOfPageInfo = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
)

// What cannot be written in one go is told as if nobody had tried.
func TestWhatIsWrongBelowAPlainPageIsToldByGqlgen(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Connect(onboardingtest.Coffee)
	some := a.someIDs()
	for name, list := range map[string]string{
		"another list's cursor": `ownedDatasets(after: "nonsense") { edges { node { id } } }`,
		"too many":              `ownedDatasets(first: 101) { edges { node { id } } }`,
		"first and last":        `sharedDatasets(first: 1, last: 1) { edges { node { id } } }`,
	} {
		for _, document := range []string{
			"{ businesses(first: 1) { edges { node { " + list + " % } } } }",
			`{ business(id: "` + some.business + `") { ` + list + " % } }",
		} {
			fast, slow := a.body(viewer, strings.ReplaceAll(document, "%", "")), a.body(viewer, strings.ReplaceAll(document, "%", "connectedAppsUrl"))
			if fast != slow || !strings.Contains(fast, `"INVALID_INPUT"`) {
				t.Errorf("%s: %s\nby gqlgen: %s", name, fast, slow)
			}
		}
	}
	if got, want := a.body(viewer, `{ business(id: "`+some.dataset+`") { name } }`), `{"data":{"business":null}}`+"\n"; got != want {
		t.Errorf("no business: %s", got)
	}
}

type ids struct{ business, dataset string }

// someIDs are those of rows that there are.
func (a *api) someIDs() (some ids) {
	a.t.Helper()
	err := a.Store.Pool().QueryRow(a.t.Context(), "SELECT business_id::text, dataset_id::text FROM business_datasets ORDER BY dataset_id LIMIT 1").Scan(&some.business, &some.dataset)
	if err != nil {
		a.t.Fatal(err)
	}
	return some
}

// rowsSeen notes how rows were read by their ids.
type rowsSeen struct {
	graph.Reader
	alone, together atomic.Int32
}

func (r *rowsSeen) BusinessByID(ctx context.Context, id uuid.UUID, columns models.Columns) (*models.Business, error) {
	r.alone.Add(1)
	return r.Reader.BusinessByID(ctx, id, columns)
}

func (r *rowsSeen) BusinessesByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]*models.Business, error) {
	r.together.Add(1)
	return r.Reader.BusinessesByID(ctx, ids)
}

// One row is read at once, and several with one statement, however they are asked for.
func TestRowsOfAQueryAreReadTogether(t *testing.T) {
	t.Parallel()
	reader := &rowsSeen{}
	a := setup(t, func(c *graph.Config) { reader.Reader, c.Reader = c.Reader, reader })
	a.Connect(onboardingtest.Coffee)
	id := a.someIDs().business
	for document, want := range map[string][2]int32{
		`{ business(id: "` + id + `") { name } }`:                                                                                      {1, 0},
		`{ a: business(id: "` + id + `") { name } b: business(id: "` + uuid.NewString() + `") { name } }`:                              {0, 1},
		`{ ...F } fragment F on Query { a: business(id: "` + id + `") { name } b: business(id: "` + uuid.NewString() + `") { name } }`: {0, 1},
	} {
		reader.alone.Store(0)
		reader.together.Store(0)
		a.body(viewer, document)
		if got := [2]int32{reader.alone.Load(), reader.together.Load()}; got != want {
			t.Errorf("%s: read alone and together %v times; want %v", document, got, want)
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
