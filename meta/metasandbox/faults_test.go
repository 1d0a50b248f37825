package metasandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
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
		"unknown endpoint": {Endpoint: "events", Kind: "reset"},
		"unknown kind":     {Endpoint: "*", Kind: "explode"},
		"negative times":   {Endpoint: "*", Kind: "reset", Times: -1},
		"error without":    {Endpoint: "*", Kind: "error"},
		"odd status":       {Endpoint: "*", Kind: "error", Code: 1, Status: 99},
		"too slow":         {Endpoint: "*", Kind: "slow", DelayMillis: 5001},
		"not slow":         {Endpoint: "*", Kind: "slow"},
		"negative regain":  {Endpoint: "*", Kind: "throttle", RegainMinutes: -1},
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
	}
	for _, c := range cases {
		t.Run(c.kind, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
			b.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: c.kind, Times: 1})
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
			record, _ := b.Journal().Code(code)
			if record.Exchanges != c.exchanges || len(b.Journal().Tokens) != c.exchanges {
				t.Errorf("%d exchanges, want %d", record.Exchanges, c.exchanges)
			}
			if n := b.Journal().Calls["exchange"]; n != 1 {
				t.Errorf("%d calls, want 1", n)
			}
		})
	}
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
			if a := b.get("/v26.0/me", nil, token); a.status != http.StatusOK {
				t.Errorf("another endpoint is hit: %s", a.raw)
			}
		})
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
