package graph_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/onboarding"
	"capiconnect/onboarding/onboardingtest"
)

// A code that comes in a malformed body must not come back, or it would end in the logs of everybody on the way.
func TestABodyIsNeverRepeated(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for name, body := range map[string]string{
		"not JSON":       `{"query": "mutation { x }", "variables": {"code": "AQcanary"`,
		"an array":       `[{"query": "AQcanary"}]`,
		"a wrong type":   `{"query": {"AQcanary": 1}}`,
		"two documents":  `{"query": "{ viewer { kind } }"} {"query": "AQcanary"}`,
		"bad variable":   `{"query": "query ($id: ID!) { business(id: $id) { id } }", "variables": {"id": "AQcanary"}}`,
		"syntax error":   `{"query": "query { AQcanary( }"}`,
		"unknown fields": `{"query": "{ viewer { kind } }", "variables": {"AQcanary": true}}`,
	} {
		got := a.post(&operator, "application/json", body)
		if strings.Contains(got.Body.String(), "AQcanary") && name != "syntax error" {
			t.Errorf("%s: %s", name, got.Body)
		}
		if got.Code >= 500 || !strings.Contains(got.Body.String(), `"errors"`) && name != "unknown fields" {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
		if strings.Contains(a.log.String(), "AQcanary") {
			t.Errorf("%s: the log has it", name)
		}
	}
}

func TestStatusAndMediaTypeFollowTheSpecification(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const good, bad = `{"query":"{ viewer { kind } }"}`, `{"query":"{ nothing }"}`
	const graphql = "application/graphql-response+json"
	for name, test := range map[string]struct {
		accept, body string
		status       int
		mediaType    string
		data         bool
	}{
		"good, for older clients":     {"application/json", good, 200, "application/json", true},
		"good":                        {graphql, good, 200, graphql, true},
		"good, for anybody":           {"*/*", good, 200, "application/json", true},
		"refused, for older clients":  {"application/json", bad, 200, "application/json", false},
		"refused":                     {graphql, bad, 400, graphql, false},
		"malformed":                   {graphql, `{`, 400, graphql, false},
		"malformed for older clients": {"application/json", `{`, 400, "application/json", false},
	} {
		got := a.post(&viewer, test.accept, test.body)
		if got.Code != test.status || !strings.HasPrefix(got.Header().Get("Content-Type"), test.mediaType) ||
			strings.Contains(got.Body.String(), `"data"`) != test.data {
			t.Errorf("%s: %d %s %s", name, got.Code, got.Header().Get("Content-Type"), got.Body)
		}
	}
	for name, request := range map[string]*http.Request{
		"GET":         httptest.NewRequest(http.MethodGet, "/graphql?query={viewer{kind}}", nil),
		"a form":      form("application/x-www-form-urlencoded", "query={viewer{kind}}"),
		"plain text":  form("text/plain", good),
		"a multipart": form("multipart/form-data; boundary=x", "--x--"),
	} {
		recorder := httptest.NewRecorder()
		a.server.ServeHTTP(recorder, request.WithContext(onboarding.WithActor(t.Context(), admin)))
		if recorder.Code < 400 || recorder.Code >= 500 || strings.Contains(recorder.Body.String(), "kind") {
			t.Errorf("%s: %d %s", name, recorder.Code, recorder.Body)
		}
	}
}

func form(contentType, body string) *http.Request {
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", contentType)
	return request
}

// People get a sentence and a request id; the log gets what happened.
func TestErrorsAreForSomebody(t *testing.T) {
	t.Parallel()
	a := setup(t)
	a.Store.Close()
	ctx := onboarding.WithRequestID(onboarding.WithActor(t.Context(), viewer), "request-7")
	request := httptest.NewRequestWithContext(ctx, http.MethodPost, "/graphql", strings.NewReader(`{"query":"{ businesses { totalCount } }"}`))
	request.Header.Set("Content-Type", "application/json")
	recorder := httptest.NewRecorder()
	a.server.ServeHTTP(recorder, request)
	if got := recorder.Body.String(); !strings.Contains(got, "request-7") || strings.Contains(got, "sql") || strings.Contains(got, "closed") {
		t.Errorf("answer: %s", got)
	}

	for document, want := range map[string]string{
		`{ businesses(first: 1000) { totalCount } }`:       "INVALID_INPUT",
		`{ businesses(first: 1, last: 1) { totalCount } }`: "INVALID_INPUT",
		`{ businesses(after: "x") { totalCount } }`:        "INVALID_INPUT",
	} {
		if got := a.ask(viewer, document, nil); got.code() != want {
			t.Errorf("%s: %v", document, got.Errors)
		}
	}
}

func TestASubscriptionFollowsABusiness(t *testing.T) {
	t.Parallel()
	for member, document := range map[string]string{"query": followText, "documentId": idOf(followText)} {
		t.Run("by "+member, func(t *testing.T) {
			t.Parallel()
			testFollowing(t, member, document)
		})
	}
}

func testFollowing(t *testing.T, member, document string) {
	a := setup(t, withDocuments)
	business := a.Connect(onboardingtest.Coffee)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.server.ServeHTTP(w, r.WithContext(onboarding.WithActor(r.Context(), viewer)))
	}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(bodyOf(map[string]any{member: document, "variables": map[string]any{"id": business.ID}})))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if mediaType := response.Header.Get("Content-Type"); mediaType != "text/event-stream; charset=utf-8" {
		t.Errorf("Content-Type is %q", mediaType)
	}
	lines := bufio.NewScanner(response.Body)
	nextStatus := func() string {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return data
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return ""
	}
	if got := nextStatus(); !strings.Contains(got, "CONNECTED") {
		t.Errorf("at first: %s", got)
	}
	go func() { _, _, _ = a.Revoke(a.Staff(), business.ID, nil) }()
	for got := nextStatus(); !strings.Contains(got, "DISCONNECTED"); got = nextStatus() {
		if strings.Contains(got, "errors") {
			t.Fatal(got)
		}
	}
}

// A stream has no time limit, so nothing else may pass for one.
func TestSubscriptionsAndNothingElseAreStreams(t *testing.T) {
	t.Parallel()
	a := setup(t)
	for accept, document := range map[string]string{
		"application/json":                    `{"query":"subscription { businessUpdated(id: \"00000000-0000-7000-8000-000000000000\") { status } }"}`,
		"text/event-stream":                   `{"query":"{ viewer { kind } }"}`,
		"text/event-stream, application/json": `{"query":"subscription { businessUpdated(id: \"00000000-0000-7000-8000-000000000000\") { status } }"}`,
	} {
		if got := a.post(&viewer, accept, document); got.Code != http.StatusNotAcceptable {
			t.Errorf("%s: %d %s", accept, got.Code, got.Body)
		}
	}
}

// What @skip and @include leave of a subscription is known only with its variables; nothing to follow is the caller's mistake.
func TestASubscriptionFollowsSomething(t *testing.T) {
	t.Parallel()
	a := setup(t)
	const id = `(id: \"00000000-0000-7000-8000-000000000000\")`
	for _, document := range []string{
		`subscription { businessUpdated` + id + ` @include(if: false) { status } }`,
		`subscription { ...F @skip(if: true) } fragment F on Subscription { businessUpdated` + id + ` { status } }`,
		`subscription { __typename }`,
	} {
		for _, actor := range []onboarding.Actor{viewer, holder(uuid.New())} {
			if got := a.post(&actor, "text/event-stream", `{"query":"`+document+`"}`); !strings.Contains(got.Body.String(), "GRAPHQL_VALIDATION_FAILED") {
				t.Errorf("%s: %d %s", document, got.Code, got.Body)
			}
		}
	}
	if a.log.Len() > 0 {
		t.Errorf("the log: %s", a.log)
	}
}
