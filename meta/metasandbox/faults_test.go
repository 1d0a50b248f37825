package metasandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestImpossibleFaults(t *testing.T) {
	t.Parallel()
	cases := map[string]metasandbox.Fault{
		"no endpoint":      {Kind: "reset"},
		"unknown endpoint": {Endpoint: "batch", Kind: "reset"},
		"unknown kind":     {Endpoint: "*", Kind: "explode"},
		"negative times":   {Endpoint: "*", Kind: "reset", Times: -1},
		"error without":    {Endpoint: "*", Kind: "error"},
		"odd status":       {Endpoint: "*", Kind: "error", Code: 1, Status: 99},
		"too slow":         {Endpoint: "*", Kind: "slow", DelayMillis: 5001},
		"not slow":         {Endpoint: "*", Kind: "slow"},
		"negative regain":  {Endpoint: "*", Kind: "throttle", RegainMinutes: -1},
		"no pause":         {Endpoint: "*", Kind: "usage"},
		"drops of hours":   {Endpoint: "*", Kind: "slow_body", DelayMillis: 5001},
		"no skew":          {Endpoint: "*", Kind: "skew"},
		"negative subcode": {Endpoint: "*", Kind: "invalidate", Subcode: -1},
	}
	for name, fault := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			if fault.Validate() == nil {
				t.Error("Validate accepts it")
			}
			body, err := json.Marshal(fault)
			if err != nil {
				t.Fatal(err)
			}
			if a := b.post("/_sandbox/faults", string(body)); a.status != http.StatusBadRequest || a.text("error") == "" {
				t.Errorf("POST: %d %s", a.status, a.raw)
			}
			if faults := b.Faults(); len(faults) != 0 {
				t.Errorf("in force: %+v", faults)
			}
		})
	}
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	cases := []struct {
		kind      string
		exchanges int
	}{
		{kind: "reset", exchanges: 0},
		{kind: "reset_after", exchanges: 1},
		{kind: "truncated", exchanges: 1},
		{kind: "hang_after", exchanges: 1},
		{kind: "hang", exchanges: 0},
	}
	for _, c := range cases {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
			b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: c.kind, Times: 1})
			if strings.HasPrefix(c.kind, "hang") {
				go b.clearWhen(func() bool { return len(b.Faults()) == 0 })
			}
			a, err := b.try(http.MethodGet, "/v26.0/oauth/access_token", exchangeValues(code), "")
			if err == nil {
				t.Fatalf("got an answer: %d %s", a.status, a.raw)
			}
			if c.kind == "truncated" && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("got %v, want an unexpected end", err)
			}
			if json.Valid([]byte(a.raw)) {
				t.Errorf("a whole document arrived: %s", a.raw)
			}
			record := b.tried(code)
			if record.Exchanges != c.exchanges || len(b.Journal().Tokens) != c.exchanges {
				t.Errorf("%d exchanges, want %d", record.Exchanges, c.exchanges)
			}
			processed := c.exchanges == 1
			want := metasandbox.ExchangeTry{At: b.clock.Now(), Fault: c.kind, Processed: processed, Succeeded: processed, AnswerLost: processed}
			if diff := cmp.Diff([]metasandbox.ExchangeTry{want}, record.Tries); diff != "" || record.AnswerLost != processed {
				t.Errorf("answer lost %v, tries (-want +got):\n%s", record.AnswerLost, diff)
			}
			if processed && !b.Journal().Tokens[0].AnswerLost {
				t.Error("the token does not tell that its answer was lost")
			}
			if again := b.exchange(code).status == http.StatusOK; again == processed {
				t.Errorf("the code works again: %v", again)
			}
			if n := b.Journal().Calls["exchange"]; n != 2 {
				t.Errorf("%d calls, want 2", n)
			}
		})
	}
}

// until waits for what another goroutine is about to do.
func (b *bundle) until(condition func() bool) {
	b.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !condition(); runtime.Gosched() {
		if time.Now().After(deadline) {
			b.t.Error("waited in vain")
			return
		}
	}
}

// clearWhen clears the faults as soon as the condition holds.
func (b *bundle) clearWhen(condition func() bool) {
	b.until(condition)
	b.ClearFaults()
}

// tried is the record of a code once its first try has ended: a client that gives up
// knows before the sandbox does.
func (b *bundle) tried(code string) metasandbox.CodeRecord {
	b.t.Helper()
	var record metasandbox.CodeRecord
	b.until(func() bool { record, _ = b.Journal().Code(code); return len(record.Tries) > 0 })
	return record
}

func TestHang(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "hang", Times: 1})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url+"/v26.0/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := roundTrip(request); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %d, %v; want a timeout", a.status, err)
	}
}

func TestClearingReleasesHangingCalls(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "hang", Times: 1})
	failed := make(chan error)
	go func() {
		_, err := b.try(http.MethodGet, "/v26.0/me", nil, "")
		failed <- err
	}()
	for len(b.Faults()) > 0 { // until the call is in the fault
		if a := b.get("/_sandbox/faults", nil, ""); a.status != http.StatusOK {
			t.Fatal(a.raw)
		}
	}
	b.ClearFaults()
	if err := <-failed; err == nil {
		t.Error("the call was answered")
	}
}

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	const rich = "id,name,last_fired_time"
	cases := []struct {
		name  string
		fault metasandbox.Fault
		check func(t *testing.T, a answer)
	}{
		{"html", metasandbox.Fault{Kind: "html"}, func(t *testing.T, a answer) {
			if a.status != http.StatusBadGateway || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || json.Valid([]byte(a.raw)) {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
		{"empty", metasandbox.Fault{Kind: "empty"}, func(t *testing.T, a answer) {
			if a.status != http.StatusInternalServerError || a.raw != "" {
				t.Errorf("%d %q", a.status, a.raw)
			}
		}},
		{"error", metasandbox.Fault{Kind: "error", Code: 190, Subcode: 460}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{401, 190, 460}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}},
		{"transient error", metasandbox.Fault{Kind: "error", Code: 2, Message: "Later"}, func(t *testing.T, a answer) {
			e, _ := a.body["error"].(map[string]any)
			if a.status != http.StatusServiceUnavailable || e["is_transient"] != true || e["message"] != "Later" {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
		{"error with 200", metasandbox.Fault{Kind: "error", Code: 10, Status: 200}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{200, 10, 0}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}},
		{"throttle", metasandbox.Fault{Kind: "throttle", RegainMinutes: 7}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{400, 80004, 2446079}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
			usage := a.header.Get("X-Business-Use-Case-Usage")
			if !strings.HasPrefix(usage, `{"`+chain+`":[`) || !strings.Contains(usage, `"estimated_time_to_regain_access":7`) {
				t.Errorf("usage %s", usage)
			}
		}},
		{"throttle of the app", metasandbox.Fault{Kind: "throttle", Code: 4, Status: 403}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{403, 4, 0}); got != want || a.header.Get("X-App-Usage") != `{"call_count":100,"total_cputime":50,"total_time":50}` {
				t.Errorf("got %+v, want %+v: %v", got, want, a.header)
			}
		}},
		{"throttle of an ad account", metasandbox.Fault{Kind: "throttle", Code: 17}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{400, 17, 0}); got != want || strings.Contains(a.header.Get("X-App-Usage"), "100") {
				t.Errorf("got %+v, want %+v and an app below its limit: %v", got, want, a.header)
			}
		}},
		{"usage", metasandbox.Fault{Kind: "usage", RegainMinutes: 3}, func(t *testing.T, a answer) {
			usage := a.header.Get("X-Business-Use-Case-Usage")
			if a.status != http.StatusOK || len(a.ids()) != 25 || !strings.HasPrefix(usage, `{"`+chain+`":[`) || !strings.Contains(usage, `"estimated_time_to_regain_access":3`) {
				t.Errorf("%d, usage %s", a.status, usage)
			}
		}},
		{"app_usage", metasandbox.Fault{Kind: "app_usage"}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || len(a.ids()) != 25 || !strings.Contains(a.header.Get("X-App-Usage"), `"call_count":100`) {
				t.Errorf("%d, usage %s", a.status, a.header.Get("X-App-Usage"))
			}
		}},
		{"part of app_usage", metasandbox.Fault{Kind: "app_usage", UsagePercent: 85}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || !strings.Contains(a.header.Get("X-App-Usage"), `"call_count":85`) {
				t.Errorf("%d, usage %s", a.status, a.header.Get("X-App-Usage"))
			}
		}},
		{"any error that passes", metasandbox.Fault{Kind: "error", Code: 506, Transient: true}, func(t *testing.T, a answer) {
			e, _ := a.body["error"].(map[string]any)
			if got := a.failure(); got != (failure{400, 506, 0}) || e["is_transient"] != true {
				t.Errorf("got %+v: %s", got, a.raw)
			}
		}},
		{"html_after", metasandbox.Fault{Kind: "html_after"}, func(t *testing.T, a answer) {
			if a.status != http.StatusBadGateway || json.Valid([]byte(a.raw)) {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
		{"empty_after", metasandbox.Fault{Kind: "empty_after"}, func(t *testing.T, a answer) {
			if a.status != http.StatusInternalServerError || a.raw != "" {
				t.Errorf("%d %q", a.status, a.raw)
			}
		}},
		{"slow_body", metasandbox.Fault{Kind: "slow_body", DelayMillis: 10}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || len(a.ids()) != 25 {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
		{"gzip_bomb", metasandbox.Fault{Kind: "gzip_bomb"}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || len(a.raw) < 16<<20 || !strings.HasPrefix(a.raw, `{"data":[],`) || !strings.HasSuffix(a.raw, `"}`) {
				t.Errorf("%d, %d bytes", a.status, len(a.raw))
			}
		}},
		{"wrong_types", metasandbox.Fault{Kind: "wrong_types"}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || !strings.Contains(a.raw, `{"id":9610000000000000,"last_fired_time":"2026-`) || !strings.Contains(a.raw, `"name":"Store 0001 Berlin"`) {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
		{"skew ahead", metasandbox.Fault{Kind: "skew", SkewSeconds: 240}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || a.header.Get("Date") != "Sun, 22 Nov 2026 10:04:00 GMT" {
				t.Errorf("%d, date %s", a.status, a.header.Get("Date"))
			}
		}},
		{"skew behind", metasandbox.Fault{Kind: "skew", SkewSeconds: -3600}, func(t *testing.T, a answer) {
			if a.header.Get("Date") != "Sun, 22 Nov 2026 09:00:00 GMT" {
				t.Errorf("date %s", a.header.Get("Date"))
			}
		}},
		{"uninstall", metasandbox.Fault{Kind: "uninstall", Times: 1}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{401, 190, 458}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}},
		{"invalidate", metasandbox.Fault{Kind: "invalidate", Times: 1, Subcode: 464}, func(t *testing.T, a answer) {
			if got, want := a.failure(), (failure{401, 190, 464}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		}},
		{"forbidden_fields", metasandbox.Fault{Kind: "forbidden_fields"}, func(t *testing.T, a answer) {
			if got := a.failure(); got != (failure{400, 100, 0}) || !strings.Contains(a.raw, "Missing Permission") {
				t.Errorf("got %+v: %s", got, a.raw)
			}
		}},
		{"oversized", metasandbox.Fault{Kind: "oversized"}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || len(a.raw) < 2<<20 || !json.Valid([]byte(a.raw)) {
				t.Errorf("%d, %d bytes", a.status, len(a.raw))
			}
		}},
		{"slow", metasandbox.Fault{Kind: "slow", DelayMillis: 1}, func(t *testing.T, a answer) {
			if a.status != http.StatusOK || len(a.ids()) != 25 {
				t.Errorf("%d %s", a.status, a.raw)
			}
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			token := b.token(metasandbox.CodeRequest{BusinessID: chain})
			c.fault.Endpoint = "owned_pixels"
			b.Fail(c.fault)
			c.check(t, b.get("/v26.0/"+chain+"/owned_pixels", values("fields", rich), token))
			if record, _ := b.Journal().Token(token); !record.Alive {
				return // as asked
			}
			if a := b.get("/v26.0/me", nil, token); a.status != http.StatusOK || a.header.Get("Date") != "Sun, 22 Nov 2026 10:00:00 GMT" {
				t.Errorf("another endpoint is hit: %s", a.raw)
			}
		})
	}
}

// The client decides to leave in the middle of a list: from the second page on.
func TestEventsStrikeWhereTheyAreAsked(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: chain})
	b.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "uninstall", After: 1, Times: 1})
	path := "/v26.0/" + chain + "/owned_pixels"
	first := b.get(path, nil, token)
	second := b.get(path, values("after", first.text("paging", "cursors", "after")), token)
	if first.status != http.StatusOK || second.failure() != (failure{401, 190, 458}) {
		t.Errorf("first %d, second %+v", first.status, second.failure())
	}
	b.Fail(metasandbox.Fault{Endpoint: "*", Kind: "invalidate"})
	if a := b.get("/v26.0/oauth/access_token", values("grant_type", "client_credentials", "client_id", appID, "client_secret", secret), ""); a.status != http.StatusOK {
		t.Errorf("a call about no business is struck: %s", a.raw)
	}
	fresh := b.token(metasandbox.CodeRequest{BusinessID: threeOwned}) // the fault strikes the exchange, before there is a token
	if data := b.debug(fresh); data["is_valid"] != false {
		t.Errorf("debug_token of a token that ends just then: %v", data)
	}
}

func TestSecretFlips(t *testing.T) {
	t.Parallel()
	b := start(t)
	b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "rotate_secret", Times: 1})
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if got, want := b.exchange(code).failure(), (failure{400, 1, 0}); got != want || b.AppSecret() == secret {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if a := b.exchange(code, "client_secret", b.AppSecret()); a.status != http.StatusOK {
		t.Errorf("the code is gone: %s", a.raw)
	}
}

// walk follows cursors until there is no next, or for ten pages.
func (b *bundle) walk(path, bearer string, limit string) (ids []string, pages []int) {
	b.t.Helper()
	after := ""
	for range 10 {
		query := values("limit", limit)
		if after != "" {
			query.Set("after", after)
		}
		a := b.get(path, query, bearer)
		ids, pages = append(ids, a.ids()...), append(pages, len(a.ids()))
		after = a.text("paging", "cursors", "after")
		if a.text("paging", "next") == "" {
			return ids, pages
		}
	}
	return ids, pages
}

func TestEmptyPages(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	path := "/v26.0/" + threeOwned + "/owned_pixels"
	honest, _ := b.walk(path, token, "2")
	b.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "empty_page", Times: 1})           // before the first
	b.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "empty_page", After: 2, Times: 2}) // twice before the second
	ids, pages := b.walk(path, token, "2")
	if diff := cmp.Diff(honest, ids); diff != "" || !cmp.Equal(pages, []int{0, 2, 0, 0, 1}) {
		t.Errorf("pages %v, datasets (-want +got):\n%s", pages, diff)
	}
	seen := map[string]bool{}
	b.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "empty_page"})
	for range 3 {
		after := b.get(path, nil, token).text("paging", "cursors", "after")
		if after == "" || seen[after] {
			t.Errorf("cursor %q repeats itself", after)
		}
		seen[after] = true
	}
}

func TestInvalidCursor(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: chain})
	b.Fail(metasandbox.Fault{Endpoint: "*", Kind: "invalid_cursor", Times: 1})
	path := "/v26.0/" + chain + "/owned_pixels"
	first := b.get(path, nil, token)
	next := values("after", first.text("paging", "cursors", "after"))
	if got, want := b.get(path, next, token).failure(), (failure{400, 2642, 0}); first.status != http.StatusOK || got != want {
		t.Errorf("first %d, then %+v, want %+v", first.status, got, want)
	}
	if a := b.get(path, next, token); a.status != http.StatusOK {
		t.Errorf("afterwards: %s", a.raw)
	}
}

// A client that builds the next page from the cursor notices nothing; one that
// follows next gives its token to a stranger, and the journal tells.
func TestEvilNext(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	path := "/v26.0/" + threeOwned + "/owned_pixels"
	honest, _ := b.walk(path, token, "2")
	b.Fail(metasandbox.Fault{Endpoint: "*", Kind: "evil_next"})
	ids, _ := b.walk(path, token, "2")
	if diff := cmp.Diff(honest, ids); diff != "" {
		t.Errorf("by cursor (-want +got):\n%s", diff)
	}
	if n := b.Journal().EvilRequests; n != 0 {
		t.Errorf("%d evil requests before there was one", n)
	}
	next, err := url.Parse(b.get(path, nil, token).text("paging", "next"))
	if err != nil || next.Hostname() != "localhost" || next.Query().Get("access_token") != token {
		t.Fatalf("next is %v, %v", next, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, next.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := roundTrip(request); err != nil || a.raw != "{\"data\":[]}\n" {
		t.Errorf("evil answers %q, %v", a.raw, err)
	}
	if n := b.Journal().EvilRequests; n != 1 {
		t.Errorf("%d evil requests, want 1", n)
	}
	if calls := b.Journal().Calls; calls["unknown"] != 0 {
		t.Errorf("calls %v", calls)
	}
}

func TestForbiddenFieldsLetsPlainOnesThrough(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Fail(metasandbox.Fault{Endpoint: "owned_pixels", Kind: "forbidden_fields", Times: 1})
	path := "/v26.0/" + threeOwned + "/owned_pixels"
	var statuses []int
	for _, fields := range []string{"id,name", "", "id,name,is_unavailable", "id,name,is_unavailable"} {
		statuses = append(statuses, b.get(path, values("fields", fields), token).status)
	}
	if diff := cmp.Diff([]int{200, 200, 400, 200}, statuses); diff != "" {
		t.Errorf("statuses (-want +got):\n%s", diff)
	}
}

func TestRepeatCursor(t *testing.T) {
	t.Parallel()
	for _, business := range []string{chain, threeOwned, noDatasets} {
		b := start(t)
		token := b.token(metasandbox.CodeRequest{BusinessID: business})
		b.Fail(metasandbox.Fault{Endpoint: "*", Kind: "repeat_cursor"})
		path := "/v26.0/" + business + "/owned_pixels"
		first := b.get(path, nil, token).text("paging", "cursors", "after")
		second := b.get(path, values("after", first), token)
		if first == "" || second.text("paging", "next") == "" || second.text("paging", "cursors", "after") != first {
			t.Errorf("%s: first cursor %q, then %s", business, first, second.raw)
		}
	}
}

func TestFaultsTakeTurns(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "error", Code: 1, After: 1, Times: 2})
	b.Fail(metasandbox.Fault{Endpoint: "*", Kind: "error", Code: 2, After: 2, Times: 2})
	var codes []int
	for range 6 {
		codes = append(codes, b.get("/v26.0/me", nil, token).failure().code)
	}
	if diff := cmp.Diff([]int{0, 1, 1, 2, 2, 0}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	if faults := b.Faults(); len(faults) != 0 {
		t.Errorf("spent faults remain: %+v", faults)
	}
	b.Fail(metasandbox.Fault{Endpoint: "me", Kind: "empty"})
	b.ClearFaults()
	if a := b.get("/v26.0/me", nil, token); a.status != http.StatusOK {
		t.Errorf("after clearing: %d", a.status)
	}
	recent := b.Journal().Recent
	if last := recent[len(recent)-2]; last.Fault != "" || last.Path != "/v26.0/me" {
		t.Errorf("sixth call in the journal: %+v", last)
	}
	if struck := recent[len(recent)-4]; struck.Fault != "error" || struck.Status != 503 || struck.Code != 2 {
		t.Errorf("fourth call in the journal: %+v", struck)
	}
}
