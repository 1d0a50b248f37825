package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"capiconnect/onboarding"
)

// worstDir holds documents that are within every limit and cost more than others: those that TestNoDocumentCostsTooMuch has found, and those
// that people have thought of. Each is one file.
const worstDir = "testdata/worst"

// What the costliest document may cost.
const (
	mostCPU   = 50 * time.Millisecond
	mostBytes = 10 << 20
)

// costs is what one request took: the time of all threads, and what was allocated.
type costs struct {
	cpu    time.Duration
	bytes  uint64
	answer int
}

func (c costs) String() string {
	return fmt.Sprintf("%.1f ms, %.1f MB, an answer of %d kB", c.cpu.Seconds()*1000, float64(c.bytes)/(1<<20), c.answer>>10)
}

// share is how much of what it may cost a document costs.
func (c costs) share() float64 {
	return max(float64(c.cpu)/float64(mostCPU), float64(c.bytes)/mostBytes)
}

// populate gives the store 1,000 businesses with datasets, onboardings, changes, receipts and whatever else makes answers long.
func (a *api) populate() {
	a.t.Helper()
	for _, statement := range []string{
		`INSERT INTO businesses (id, meta_id, name, external_id, labels, status, problem_code, problem_since, problem_retry_at, problem_meta_code, problem_meta_subcode, problem_fbtrace_id,
				connected_at, token_expires_at, last_checked_at, last_synced_at, created_at)
			SELECT gen_random_uuid(), (10^15 + n)::bigint::text, 'Business number ' || n || ' of many, GmbH & Co. KG', 'client-' || n, '{"EU","retail","since 2026"}', 'DEGRADED', 'THROTTLED', now(), now(),
				4, 463, 'AbCdEfGhIjKlMnOpQrStUvW', now() - n * interval '1 minute', now(), now(), now(), now() FROM generate_series(1, 1000) n`,
		`INSERT INTO datasets (id, meta_id, name, last_fired_at, created_at, is_unavailable, owner_business_meta_id, owner_business_name, seen_at)
			SELECT gen_random_uuid(), (2 * 10^15 + n)::bigint::text, 'Dataset number ' || n || ' with a name of some length', now(), now(), false, '1', 'The owner of dataset ' || n, now() FROM generate_series(1, 10000) n`,
		// in two statements, each of which can be joined without comparing every business with every dataset
		`INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name, is_usable)
			SELECT b.id, r.relation, d.id, d.sort_name, false FROM (SELECT id, row_number() OVER () n FROM businesses) b
				JOIN (SELECT id, sort_name, row_number() OVER () n FROM datasets) d ON d.n % 200 = b.n % 200, (VALUES ('OWNED'), ('SHARED')) r(relation)`,
		`INSERT INTO business_datasets (business_id, relation, dataset_id, sort_name, is_usable)
			SELECT b.id, r.relation, d.id, d.sort_name, false FROM (SELECT id FROM businesses LIMIT 1) b, (SELECT id, sort_name FROM datasets LIMIT 1250) d,
				(VALUES ('OWNED'), ('SHARED')) r(relation) ON CONFLICT DO NOTHING`,
		`INSERT INTO permission_grants (business_id, permission, requested, state, dataset_meta_ids)
			SELECT b.id, p, true, 'GRANTED', (SELECT array_agg(d.meta_id) FROM business_datasets r JOIN datasets d ON d.id = r.dataset_id WHERE r.business_id = b.id AND r.relation = 'OWNED')
			FROM businesses b, unnest('{ads_read,business_management}'::text[]) p`,
		`INSERT INTO dataset_changes (id, business_id, relation, dataset_meta_id, dataset_name, change, at)
			SELECT gen_random_uuid(), b.id, 'OWNED', '1', 'Dataset number ' || n, 'ADDED', now() FROM businesses b, generate_series(1, 100) n`,
		`INSERT INTO onboardings (id, status, business_id, external_id, labels, config_id, support_code, tries_left, created_by, created_at, expires_at, completed_at)
			SELECT gen_random_uuid(), 'COMPLETED', b.id, b.external_id, b.labels, '1', upper(left(md5(b.id::text || n), 4) || '-' || md5(n::text || b.id)), 1, 'test', now(), now(), now() FROM businesses b, generate_series(1, 5) n`,
		`INSERT INTO onboarding_steps (onboarding_id, kind, status, started_at, ended_at, detail)
			SELECT o.id, k, 'SUCCEEDED', now(), now(), '1250 owned, 3 shared' FROM onboardings o, unnest('{RECEIVE,EXCHANGE,IDENTIFY,SYNC}'::text[]) k`,
		`INSERT INTO revocations (id, business_id, outcome, verified, requested_at, requested_by, ended_at, tries, last_tried_at, fbtrace_ids)
			SELECT gen_random_uuid(), id, 'REVOKED', true, now(), 'somebody@example.com', now(), 50, now(), array_fill('AbCdEfGhIjKlMnOpQrStUvW'::text, '{50}') FROM businesses`,
		`INSERT INTO sync_runs (id, business_id, epoch, outcome, started_at, read_at, ended_at) SELECT gen_random_uuid(), id, 0, 'COMPLETED', now(), now(), now() FROM businesses`,
		`INSERT INTO orphan_grants (id, business_meta_id, name, found_at, outcome, ended_at) SELECT gen_random_uuid(), n::text, 'Orphan ' || n, now(), 'GONE', now() FROM generate_series(1, 200) n`,
		`INSERT INTO audit_events (id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, before, after, request_id)
			SELECT gen_random_uuid(), now(), 'USER', gen_random_uuid(), 'somebody@example.com', 'business: status changed', 'business', id, jsonb_build_object('status', 'CONNECTED', 'problem', null),
				jsonb_build_object('status', 'DEGRADED', 'problem', 'THROTTLED', 'reason', repeat('a reason ', 20)), md5(id::text) FROM businesses`,
		`INSERT INTO meta_usage (day, endpoint, outcome, calls)
			SELECT '2126-11-22'::date - n, e, o, 1000 FROM generate_series(0, 399) n, unnest('{exchange,debug_token,me,business,owned_datasets,client_datasets,revoke,uninstall,dataset,client_businesses}'::text[]) e,
				unnest('{ok,throttled}'::text[]) o ON CONFLICT DO NOTHING`,
		`ANALYZE`,
	} {
		if _, err := a.Store.Pool().Exec(a.t.Context(), statement); err != nil {
			a.t.Fatalf("%v\n%s", err, statement)
		}
	}
}

// worstCase is a document with its variables, as in a file of worstDir.
type worstCase struct {
	Query     string         `json:"query"`
	Variables map[string]any `json:"variables,omitempty"`
}

var asked int

// measure sends a document that no cache knows and returns what it cost, the least of several times; false where it was refused.
func (a *api) measure(actor onboarding.Actor, w worstCase, times int) (least costs, isWithin bool) {
	a.t.Helper()
	for n := range times {
		asked++
		body := requestWith(w.Query+fmt.Sprintf(" # %d", asked), w.Variables)
		one, code, answer := a.costOf(actor, body)
		if code != http.StatusOK && !bytes.Contains(answer, []byte(" bytes; ")) { // the answer's length is known when all is done
			return costs{}, false
		}
		if n == 0 || one.share() < least.share() {
			least = one
		}
	}
	return least, true
}

func (a *api) costOf(actor onboarding.Actor, body string) (costs, int, []byte) {
	var before, after runtime.MemStats
	var begin, end syscall.Rusage
	runtime.ReadMemStats(&before)
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &begin)
	got := a.post(&actor, "application/graphql-response+json", body)
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &end)
	runtime.ReadMemStats(&after)
	spent := time.Duration(end.Utime.Nano() + end.Stime.Nano() - begin.Utime.Nano() - begin.Stime.Nano())
	return costs{spent, after.TotalAlloc - before.TotalAlloc, got.Body.Len()}, got.Code, got.Body.Bytes()
}

func worstCases(t testing.TB) map[string]worstCase {
	t.Helper()
	files, err := filepath.Glob(worstDir + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s: %v", worstDir, err)
	}
	cases := map[string]worstCase{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var one worstCase
		if err := json.Unmarshal(text, &one); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		cases[strings.TrimSuffix(filepath.Base(file), ".json")] = one
	}
	return cases
}

// TestNoDocumentCostsTooMuch sends the documents that are known to cost most, which must be within the limits, or they would say nothing about them.
// While WORST lasts, on a machine that does nothing else and without the race detector, none of them may cost too much, and it looks for worse ones,
// both as staff and as an API key: it changes documents at random, goes on with what costs more, and now and then starts over. What it finds it
// writes down.
func TestNoDocumentCostsTooMuch(t *testing.T) {
	a := setup(t)
	a.populate()
	lasting, err := time.ParseDuration(os.Getenv("WORST"))
	if err == nil {
		a.search(t, "staff", admin, lasting/2)
		a.search(t, "a-key", key("admin"), lasting/2)
		return
	}
	for name, known := range worstCases(t) {
		if _, isWithin := a.measure(admin, known, 1); !isWithin {
			t.Errorf("%s is beyond the limits", name)
		}
	}
}

func (a *api) search(t *testing.T, name string, actor onboarding.Actor, lasting time.Duration) {
	t.Helper()
	s := &search{api: a, actor: actor, rand: rand.New(rand.NewPCG(7, 7))}
	for name, known := range worstCases(t) {
		s.consider(known)
		t.Logf("%s: %s", name, s.nowCost)
	}
	for end := time.Now().Add(lasting); time.Now().Before(end); {
		s.step()
	}
	t.Logf("as %s, the worst of %d documents within the limits and %d beyond them costs %s: %s", name, s.within, s.beyond, s.worst, s.best.Query)
	if s.worst.share() > 1 {
		t.Errorf("as %s, a document costs %s", name, s.worst)
	}
	s.write(t, "found-as-"+name)
}

// search is a search for the worst document.
type search struct {
	*api
	actor          onboarding.Actor
	rand           *rand.Rand
	known          []worstCase
	now, best      worstCase
	nowCost, worst costs
	stale          int
	within, beyond int
}

// consider a document as a beginning.
func (s *search) consider(w worstCase) {
	cost, isWithin := s.measure(s.actor, w, 3)
	if !isWithin {
		s.beyond++
		return
	}
	s.within++
	s.known = append(s.known, w)
	s.keep(w, cost)
}

func (s *search) keep(w worstCase, cost costs) {
	s.now, s.nowCost, s.stale = w, cost, 0
	if cost.share() > s.worst.share() {
		s.best, s.worst = w, cost
	}
}

func (s *search) step() {
	if s.stale++; s.stale > 150 {
		s.now, s.nowCost, s.stale = s.known[s.rand.IntN(len(s.known))], costs{}, 0
	}
	changed := s.now
	for range 1 + s.rand.IntN(4) {
		if text := s.mutate(changed.Query); text != "" {
			changed.Query = text
		}
	}
	cost, isWithin := s.measure(s.actor, changed, 1)
	if !isWithin {
		s.beyond++
		return
	}
	s.within++
	if cost.share() <= s.nowCost.share() {
		return
	}
	if cost, isWithin = s.measure(s.actor, changed, 3); isWithin && cost.share() > s.nowCost.share() {
		s.keep(changed, cost)
	}
}

func (s *search) write(t *testing.T, name string) {
	t.Helper()
	text, err := json.MarshalIndent(s.best, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(worstDir, name+".json"), append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// place is a selection set in a document, and the type it selects from.
type place struct {
	set *ast.SelectionSet
	of  *ast.Definition
}

func placesIn(set *ast.SelectionSet, of *ast.Definition, found []place) []place {
	found = append(found, place{set, of})
	for _, selection := range *set {
		switch s := selection.(type) {
		case *ast.Field:
			if len(s.SelectionSet) > 0 && s.Definition != nil {
				found = placesIn(&s.SelectionSet, schema().Types[s.Definition.Type.Name()], found)
			}
		case *ast.InlineFragment:
			found = placesIn(&s.SelectionSet, schema().Types[s.TypeCondition], found)
		}
	}
	return found
}

// mutate changes one thing about a document; empty when it would not be valid.
func (s *search) mutate(text string) string {
	document, problems := gqlparser.LoadQueryWithRules(schema(), text, rules.NewDefaultRules())
	if len(problems) > 0 {
		return ""
	}
	var places []place
	for _, operation := range document.Operations {
		places = placesIn(&operation.SelectionSet, schema().Query, places)
	}
	for _, fragment := range document.Fragments {
		places = placesIn(&fragment.SelectionSet, schema().Types[fragment.TypeCondition], places)
	}
	s.change(places[s.rand.IntN(len(places))])
	var printed bytes.Buffer
	formatter.NewFormatter(&printed, formatter.WithIndent("")).FormatQueryDocument(document)
	return strings.Join(strings.Fields(printed.String()), " ")
}

func (s *search) change(at place) {
	set := *at.set
	one := s.rand.IntN(len(set))
	switch s.rand.IntN(8) {
	case 0:
		*at.set = append(set, s.fresh(at.of, 0))
	case 1:
		for _, field := range at.of.Fields {
			if schema().Types[field.Type.Name()].IsLeafType() && !strings.HasPrefix(field.Name, "__") {
				*at.set = append(*at.set, &ast.Field{Name: field.Name, Alias: field.Name})
			}
		}
	case 2:
		*at.set = append(set, set[one])
	case 3:
		if len(set) > 1 {
			*at.set = slices.Delete(set, one, one+1)
		}
	case 4:
		if field, ok := set[one].(*ast.Field); ok {
			field.Alias = []string{field.Name, fmt.Sprintf("a%d", s.rand.IntN(20))}[s.rand.IntN(2)]
		}
	case 5:
		*at.set = ast.SelectionSet{&ast.InlineFragment{TypeCondition: at.of.Name, SelectionSet: set}}
	default:
		if field, ok := set[one].(*ast.Field); ok && field.Definition != nil {
			field.Arguments = s.arguments(field.Definition)
		}
	}
}

// fresh selects a field at random, of an object something.
func (s *search) fresh(of *ast.Definition, depth int) *ast.Field {
	definition := of.Fields[s.rand.IntN(len(of.Fields))]
	field := &ast.Field{Name: definition.Name, Alias: definition.Name, Arguments: s.arguments(definition)}
	below := schema().Types[definition.Type.Name()]
	switch {
	case !below.IsCompositeType():
	case depth > 6 || len(below.Fields) == 0:
		field.SelectionSet = ast.SelectionSet{&ast.Field{Name: "__typename", Alias: "__typename"}}
	default:
		for range 1 + s.rand.IntN(4) {
			field.SelectionSet = append(field.SelectionSet, s.fresh(below, depth+1))
		}
	}
	return field
}

func (s *search) arguments(of *ast.FieldDefinition) (given ast.ArgumentList) {
	give := func(name string, kind ast.ValueKind, values ...string) {
		if of.Arguments.ForName(name) != nil {
			given = append(given, &ast.Argument{Name: name, Value: &ast.Value{Kind: kind, Raw: values[s.rand.IntN(len(values))]}})
		}
	}
	give([]string{"first", "last"}[s.rand.IntN(2)], ast.IntValue, "1", "2", "3", "4", "5", "7", "9", "10", "15", "25", "30", "50", "75", "99", "100")
	give("days", ast.IntValue, "1", "20", "49", "50")
	give("name", ast.StringValue, "Business", "Query", "Onboarding", "__Type", "ProblemCode")
	give("includeDeprecated", ast.BooleanValue, "true")
	return given
}

// BenchmarkWorstDocument is what the worst documents known cost, each time as if it was new.
func BenchmarkWorstDocument(b *testing.B) {
	a := setup(b)
	a.populate()
	for name, known := range worstCases(b) {
		b.Run(name, func(b *testing.B) {
			var total costs
			n := 0
			for b.Loop() {
				one, isWithin := a.measure(admin, known, 1)
				if !isWithin {
					b.Fatal("it is beyond the limits")
				}
				total.cpu, total.answer, n = total.cpu+one.cpu, one.answer, n+1
				total.bytes += one.bytes
			}
			b.ReportMetric(total.cpu.Seconds()*1000/float64(n), "cpu-ms/op")
			b.ReportMetric(float64(total.bytes)/float64(n)/(1<<20), "MB/op")
			b.ReportMetric(float64(total.answer>>10), "answer-kB")
		})
	}
}
