package main

import (
	"context"
	"encoding/hex"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"capiconnect/meta/metasandbox"
)

// spanCollector takes spans as an OpenTelemetry collector does.
type spanCollector struct {
	t     *testing.T
	mu    sync.Mutex
	spans []*otlp.Span
	said  strings.Builder // all of it
}

// ServeHTTP implements http.Handler.
func (c *spanCollector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var request otlp.TracesData // what an ExportTraceServiceRequest is by its encoding
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &request) != nil {
		c.t.Errorf("%s %s is no export of spans: %v", r.Method, r.URL.Path, err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.said.WriteString(protojson.Format(&request))
	for _, resource := range request.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			c.spans = append(c.spans, scope.Spans...)
		}
	}
}

// trace is one trace's spans by id.
type oneTrace map[string]*otlp.Span

func (c *spanCollector) trace(id string) oneTrace {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := oneTrace{}
	for _, span := range c.spans {
		if hex.EncodeToString(span.TraceId) == id {
			found[hex.EncodeToString(span.SpanId)] = span
		}
	}
	return found
}

// path is the names of a span and all that it is part of, the outermost first.
func (spans oneTrace) path(span *otlp.Span) string {
	names := []string{span.Name}
	for parent := spans[hex.EncodeToString(span.ParentSpanId)]; parent != nil; parent = spans[hex.EncodeToString(parent.ParentSpanId)] {
		names = append(names, parent.Name)
	}
	slices.Reverse(names)
	return strings.Join(names, " > ")
}

const (
	pagesTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	pagesSpan  = "00f067aa0ba902b7"
)

var tokenIn = regexp.MustCompile(`"token":"([^"]+)"`)

// TestATraceLeadsFromTheBrowserToMeta: the spans of one onboarding, as a collector gets them, hang together from the page that the client sees to
// each statement and each call to Meta, and hold no secret.
func TestATraceLeadsFromTheBrowserToMeta(t *testing.T) {
	t.Parallel()
	spans := &spanCollector{t: t}
	server := httptest.NewServer(spans)
	t.Cleanup(server.Close)
	i := install(t)
	i.env["OTEL_EXPORTER_OTLP_ENDPOINT"] = server.URL
	stop := i.start()
	key := i.apiKey("onboardings:write,businesses:read")
	const client = "a-value-of-a-statement"
	_, created := i.ask(key, `mutation { createOnboarding(input: {externalId: "`+client+`"}) { token } }`, nil)
	token, code := tokenIn.FindStringSubmatch(created)[1], i.code(metasandbox.CodeRequest{BusinessID: coffee})
	completed := i.asPage(token, `{"query":"mutation { completeOnboarding(input: {code: \"`+code+`\"}) { onboarding { status } business { name } } }"}`)
	if !strings.Contains(completed, `"COMPLETED"`) {
		t.Fatalf("%s", completed)
	}
	stop()

	found := spans.trace(pagesTrace)
	const request = "HTTP /graphql > GraphQL mutation"
	paths := map[string]int{}
	for _, span := range found {
		path := found.path(span)
		paths[path]++
		if parent := hex.EncodeToString(span.ParentSpanId); !strings.HasPrefix(path, "HTTP /graphql") || (path == "HTTP /graphql") != (parent == pagesSpan) {
			t.Errorf("%s hangs on %s", path, parent)
		}
	}
	for _, path := range []string{
		"HTTP /graphql", request, request + " > onboarding claim code > SQL INSERT",
		request + " > onboarding exchange > Meta exchange_code",
		request + " > onboarding exchange > onboarding keep token > SQL UPDATE",
		request + " > onboarding exchange > onboarding keep token > job identify > onboarding identify > Meta debug_token",
		request + " > onboarding exchange > onboarding keep token > job identify > onboarding identify > job sync > onboarding read datasets > Meta owned_datasets",
		request + " > onboarding exchange > onboarding keep token > job identify > onboarding identify > job sync > onboarding apply datasets > SQL UPDATE",
	} {
		if paths[path] == 0 {
			t.Errorf("no %s", path)
		}
	}
	if t.Failed() {
		for path, n := range paths {
			t.Log(n, path)
		}
	}
	said := spans.said.String()
	for name, secret := range map[string]string{
		"the code": code, "the app secret": i.sandbox.AppSecret(), "the keyset": i.env["ENCRYPTION_KEYSET"], "the key": key, "the onboarding token": token,
		"the database's address": i.env["DATABASE_URL"], "a value": client,
	} {
		if strings.Contains(said, secret) {
			t.Errorf("%s is in a span", name)
		}
	}
	if leaked := secretTexts.FindString(said); leaked != "" || !strings.Contains(said, "INSERT INTO") {
		t.Errorf("a span holds %q", leaked)
	}
	if !strings.Contains(i.output.String(), `"trace_id":"`+pagesTrace+`"`) {
		t.Error("the log does not name the trace")
	}
}

// asPage asks as a page of ours does.
func (i *installation) asPage(token, body string) string {
	i.t.Helper()
	return (&bundle{url: i.url}).post(i.t, "/graphql", body,
		"Authorization", "Bearer "+token, "Sec-Fetch-Site", "same-origin", "Traceparent", "00-"+pagesTrace+"-"+pagesSpan+"-00").body
}

// Who calls neither decides whether anything is recorded, nor puts it into a trace of their own.
func TestCallersDoNotDecideWhatIsTraced(t *testing.T) {
	t.Parallel()
	record := func(share float64, headers map[string]string) tracetest.SpanStubs {
		exporter := tracetest.NewInMemoryExporter()
		traces := tracingTo(sdktrace.WithSyncer(exporter), share)
		request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/graphql", nil)
		for name, value := range headers {
			request.Header.Set(name, value)
		}
		traces.wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { traces.answered(r, http.StatusOK) })).ServeHTTP(httptest.NewRecorder(), request)
		return exporter.GetSpans()
	}
	wantsIt := map[string]string{"Traceparent": "00-" + pagesTrace + "-" + pagesSpan + "-01", "Tracestate": "canary=1"}
	fromPage := map[string]string{"Traceparent": "00-" + pagesTrace + "-" + pagesSpan + "-00", "Sec-Fetch-Site": "same-origin"}
	if spans := record(0, wantsIt); len(spans) != 0 {
		t.Errorf("a caller's flag made %d spans", len(spans))
	}
	if spans := record(0, fromPage); len(spans) != 0 {
		t.Errorf("a page made %d spans", len(spans))
	}
	if spans := record(1, fromPage); len(spans) != 1 || spans[0].Parent.SpanID().String() != pagesSpan || spans[0].SpanContext.TraceID().String() != pagesTrace {
		t.Errorf("of a page: %+v", spans)
	}
	spans := record(1, wantsIt)
	if len(spans) != 1 || spans[0].Parent.IsValid() || spans[0].SpanContext.TraceID().String() == pagesTrace || spans[0].SpanContext.TraceState().Len() > 0 ||
		len(spans[0].Links) != 1 || spans[0].Links[0].SpanContext.TraceID().String() != pagesTrace || spans[0].Links[0].SpanContext.TraceState().Len() > 0 {
		t.Errorf("of another system: %+v", spans)
	}
	if spans := record(1, map[string]string{"Traceparent": "nonsense"}); len(spans) != 1 || len(spans[0].Links) != 0 {
		t.Errorf("of nonsense: %+v", spans)
	}
}

// Without a collector nothing stands in the way of a request, and nothing is wrapped.
func TestWithoutACollectorThereIsNoTracing(t *testing.T) {
	t.Parallel()
	traces, err := startTracing(context.Background(), nil, 1, slog.New(slog.DiscardHandler))
	if err != nil || traces.isOn() {
		t.Fatalf("%v %v", traces, err)
	}
	mux, log := http.NewServeMux(), slog.New(slog.DiscardHandler)
	if traces.wrap(mux) != http.Handler(mux) || traces.inLog(log) != log {
		t.Error("something is wrapped")
	}
	traces.stop()
}
