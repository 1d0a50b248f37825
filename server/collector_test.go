package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// A collector that is away costs nothing but the spans, and a line in the log when it goes and when it comes back. Where it sends us we do not go.
func TestACollectorMayBeAway(t *testing.T) {
	t.Parallel()
	var status, elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", other.URL)
		w.WriteHeader(int(status.Load()))
	}))
	t.Cleanup(server.Close)
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	c := newCollector(at, slog.New(slog.NewTextHandler(&log, nil)))
	for _, answer := range []int64{http.StatusOK, http.StatusTemporaryRedirect, http.StatusServiceUnavailable, http.StatusOK, http.StatusOK} {
		status.Store(answer)
		if err := c.UploadTraces(t.Context(), nil); err != nil {
			t.Errorf("%d: %v", answer, err)
		}
	}
	if elsewhere.Load() != 0 {
		t.Error("a redirect was followed")
	}
	if got := log.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "does not take traces") || !strings.Contains(got, "takes traces again") {
		t.Errorf("the log: %s", got)
	}
}
