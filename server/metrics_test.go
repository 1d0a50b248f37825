package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"capiconnect/graph"
	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/models"
	"capiconnect/models/modelstest"
)

var operatedAt = regexp.MustCompile(`health and metrics: (http://[^)]+)\)`)

// metrics reads what the running program tells.
func (i *installation) metrics() string {
	i.t.Helper()
	request, err := http.NewRequestWithContext(i.t.Context(), http.MethodGet, operatedAt.FindStringSubmatch(i.output.String())[1]+"/metrics", nil)
	if err != nil {
		i.t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		i.t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		i.t.Fatal(err)
	}
	return string(read)
}

// eventful lets everything happen once that can be seen in the metrics, and returns them.
func eventful(t *testing.T) string {
	t.Helper()
	i := install(t)
	stop := i.start()
	defer stop()
	key := i.apiKey("onboardings:write,businesses:read,connections:revoke,webhooks:manage")
	if _, answer := i.ask(key, `mutation { createWebhookEndpoint(input: {url: "https://hooks.example.com/capi"}) { endpoint { id } userErrors { message } } }`, nil); !strings.Contains(answer, `"endpoint":{`) {
		t.Fatalf("%s", answer)
	}
	if _, answer := i.ask(key, completeDocument, map[string]any{"code": i.code(metasandbox.CodeRequest{BusinessID: coffee})}); !strings.Contains(answer, `"COMPLETED"`) {
		t.Fatalf("%s", answer)
	}
	i.ask(key, `mutation { createOnboarding(input: {}) { token } }`, nil)
	i.ask(key, completeDocument, map[string]any{"code": "not a code"})
	i.ask(key, `query CallersOwnName { nonsense }`, nil)
	return i.metrics()
}

// TestMetricsTellWhatHappens: the four golden signals, of every part.
func TestMetricsTellWhatHappens(t *testing.T) {
	t.Parallel()
	got := eventful(t)
	for _, line := range []string{
		`capiconnect_graphql_operation_duration_seconds_count{document="other",type="mutation"} 4`,
		`capiconnect_graphql_operation_duration_seconds_count{document="other",type="refused"} 1`,
		`capiconnect_graphql_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1`,
		`capiconnect_graphql_user_errors_total{code="INVALID_INPUT"} 1`,
		`capiconnect_meta_call_duration_seconds_count{class="ok",endpoint="exchange_code"} 1`,
		`capiconnect_meta_app_usage_ratio{measure="calls"} `,
		`capiconnect_meta_business_usage_ratio_count `,
		`capiconnect_meta_holds{of="app"} 0`,
		`capiconnect_job_duration_seconds_count{kind="identify",outcome="done"} 1`,
		`capiconnect_job_wait_seconds_count{queue="onboarding"} `,
		`capiconnect_businesses{status="CONNECTED"} 1`,
		`capiconnect_onboardings{status="OPEN"} 1`,
		`capiconnect_webhook_endpoints{state="ENABLED"} 1`,
		`capiconnect_webhook_deliveries_pending `,
		`capiconnect_database_up 1`,
		`capiconnect_database_connections{pool="all",state="in_use"} `,
		`capiconnect_database_connections_max{pool="rows"} 12`,
		`capiconnect_connections_max 4096`,
		`capiconnect_connections{state="busy"} `,
		`capiconnect_graphql_in_flight_max{lane="streams"} 512`,
		`capiconnect_http_turned_away_total{reason="overloaded"} 0`,
		`capiconnect_takes_codes 1`,
		`capiconnect_build_info{go_version="go1.`,
	} {
		if !strings.Contains(got, "\n"+line) {
			t.Errorf("no %s", line)
		}
	}
	checkWatched(t, got)
	if strings.Contains(got, "CallersOwnName") {
		t.Error("a caller made up a time series")
	}
	if n := strings.Count(got, "\n"); n > 2500 {
		t.Errorf("%d lines", n)
	}
}

// What one database tells every replica is asked of it at intervals, however often it is scraped, and nothing is told while it is away.
func TestStandingIsKeptForAWhile(t *testing.T) {
	t.Parallel()
	store, clock := modelstest.Open(t), &clock{time: time.Now()}
	counts := newMetrics(store)
	counts.registry.Unregister(newStanding(store, time.Now))
	counts.registry.MustRegister(newStanding(store, clock.now))
	server := httptest.NewServer((&ops{metrics: counts}).handler())
	t.Cleanup(server.Close)
	b := &bundle{store: store, url: server.URL}
	tells := func(line string, want bool) {
		t.Helper()
		if got := b.send(t, http.MethodGet, "/metrics", "").body; strings.Contains(got, "\n"+line+"\n") != want {
			t.Errorf("%s is told: %t", line, !want)
		}
	}
	hold := func(id string) {
		if err := store.Hold(t.Context(), id, time.Now().Add(time.Hour), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	hold("1")
	tells(`capiconnect_meta_holds{of="businesses"} 1`, true)
	tells(`capiconnect_meta_holds{of="upkeep"} 0`, true)
	hold("2")
	hold(models.Upkeep)
	tells(`capiconnect_meta_holds{of="businesses"} 1`, true)
	clock.advance(standingKept)
	tells(`capiconnect_meta_holds{of="businesses"} 2`, true)
	tells(`capiconnect_meta_holds{of="upkeep"} 1`, true)
	store.Close()
	clock.advance(standingKept)
	tells(`capiconnect_database_up 0`, true)
	tells(`capiconnect_meta_holds{of="businesses"} 2`, false)
}

// An allowance of which Meta has said nothing for longer than it counts is not told.
func TestAllowanceTellsOfTheAppAndOfBusinesses(t *testing.T) {
	t.Parallel()
	counts := newMetrics(modelstest.Open(t))
	a := newAllowance(counts.registry)
	a.observe(meta.Call{Usage: meta.Usage{Businesses: []meta.BusinessUsage{{Load: meta.Load{Calls: 20, CPUTime: 80}}, {Load: meta.Load{Time: 101}}}}})
	server := httptest.NewServer((&ops{metrics: counts}).handler())
	t.Cleanup(server.Close)
	scrape := func() string { return (&bundle{url: server.URL}).send(t, http.MethodGet, "/metrics", "").body }
	if got := scrape(); strings.Contains(got, "capiconnect_meta_app_usage_ratio") ||
		!strings.Contains(got, `capiconnect_meta_business_usage_ratio_bucket{le="0.9"} 1`) || !strings.Contains(got, "capiconnect_meta_business_usage_ratio_count 2") {
		t.Errorf("before the app's: %s", got)
	}
	a.observe(meta.Call{Usage: meta.Usage{HasApp: true, App: meta.Load{Calls: 42}}})
	if got := scrape(); !strings.Contains(got, `capiconnect_meta_app_usage_ratio{measure="calls"} 0.42`) {
		t.Errorf("the app's: %s", got)
	}
	a.toldAt = a.toldAt.Add(-allowanceWindow)
	if strings.Contains(scrape(), "capiconnect_meta_app_usage_ratio") {
		t.Error("what Meta said an hour ago is told")
	}
}

func BenchmarkCountOperation(b *testing.B) {
	documents := graph.Documents{}
	for i := range 80 {
		documents[fmt.Sprint(i)] = fmt.Sprintf("query Document%d { viewer { name } }", i)
	}
	o := newOperations(newMetrics(modelstest.Open(b)).registry, documents.Operations())
	end := graph.OperationEnd{Operation: graph.Operation{Type: "query", Document: "Document7"}, Took: time.Millisecond}
	for b.Loop() {
		o.count(end)
	}
}
