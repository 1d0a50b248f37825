package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"capiconnect/meta"
	"capiconnect/models/modelstest"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil  func(*testing.T, *bundle, context.CancelFunc)
		status int
		reason string
	}{
		"well":     {func(*testing.T, *bundle, context.CancelFunc) {}, 200, ""},
		"stopping": {func(_ *testing.T, _ *bundle, stop context.CancelFunc) { stop() }, 503, "stopping"},
		"older database": {func(t *testing.T, b *bundle, _ context.CancelFunc) {
			b.execute(t, "DELETE FROM goose_db_version WHERE version_id > 0")
		}, 503, "migrations"},
		"database is away": {func(_ *testing.T, b *bundle, _ context.CancelFunc) { b.store.Close() }, 503, "database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := modelstest.Open(t)
			draining, stop := context.WithCancel(t.Context())
			defer stop()
			counts := newMetrics(store)
			server := httptest.NewServer((&ops{draining: draining, metrics: counts, ready: func() error { return nil }, store: store}).handler())
			t.Cleanup(server.Close)
			b := &bundle{store: store, url: server.URL}
			c.spoil(t, b, stop)
			ready := b.send(t, http.MethodGet, "/readyz", "")
			if want(t, ready, c.status); !strings.Contains(ready.body, c.reason) {
				t.Errorf("reason: %s", ready.body)
			}
			want(t, b.send(t, http.MethodGet, "/livez", ""), http.StatusOK)
		})
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	counts := newMetrics(store)
	counts.tokenKept(3 * time.Millisecond)
	counts.metaCall(meta.Call{Op: meta.OpMe, Duration: time.Second})
	counts.metaCall(meta.Call{Op: meta.OpMe, Class: meta.Throttled})
	counts.request("POST /auth/link", "POST", 401, time.Millisecond)
	counts.request("", "INVENTED", 404, time.Millisecond)
	counts.turnAway(errTooManyRequests)
	counts.turnAway(errForeign)
	server := httptest.NewServer((&ops{metrics: counts}).handler())
	t.Cleanup(server.Close)
	got := (&bundle{url: server.URL}).send(t, http.MethodGet, "/metrics", "")
	for _, line := range []string{
		`capiconnect_meta_call_duration_seconds_count{class="ok",endpoint="me"} 1`,
		`capiconnect_meta_call_duration_seconds_count{class="throttled",endpoint="me"} 1`,
		`capiconnect_http_request_duration_seconds_count{method="POST",route="POST /auth/link",status="401"} 1`,
		`capiconnect_http_request_duration_seconds_count{method="other",route="none",status="404"} 1`,
		`capiconnect_http_turned_away_total{reason="rate_limited"} 1`,
		"capiconnect_token_unstored_seconds_count 1",
		"go_goroutines", "process_open_fds",
	} {
		if !strings.Contains(got.body, line) {
			t.Errorf("no %s", line)
		}
	}
}

// Whoever reaches the operator's listener finds no debugger and no list of what there is.
func TestTheOperatorsListenerServesItsThreePaths(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	server := httptest.NewServer((&ops{metrics: newMetrics(store), store: store}).handler())
	t.Cleanup(server.Close)
	b := &bundle{url: server.URL}
	for _, path := range []string{"/", "/debug/pprof/", "/debug/vars", "/graphql", "/admin/", "/metrics/"} {
		want(t, b.send(t, http.MethodGet, path, ""), http.StatusNotFound)
	}
	for _, path := range []string{"/livez", "/readyz", "/metrics"} {
		want(t, b.send(t, http.MethodPost, path, ""), http.StatusMethodNotAllowed)
		want(t, b.send(t, http.MethodTrace, path, ""), http.StatusMethodNotAllowed)
	}
}
