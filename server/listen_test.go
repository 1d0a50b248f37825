package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func TestTakenAddressIsExplained(t *testing.T) {
	t.Parallel()
	taken, err := listen("LISTEN_ADDR", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var stdout, stderr strings.Builder
	env := map[string]string{"LISTEN_ADDR": taken.Addr().String(), "OPS_ADDR": "127.0.0.1:0", "DATA_DIR": t.TempDir()}
	if code := run(t.Context(), []string{"demo"}, environ(env), strings.NewReader(""), &stdout, &stderr); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if said := stderr.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "another program listens on "+taken.Addr().String()) {
		t.Errorf("said %q", said)
	}
}

// More requests than can be worked on or wait are told to come back, and nothing of them is begun.
func TestOverloadIsRefused(t *testing.T) {
	t.Parallel()
	var begun sync.WaitGroup
	begun.Add(maxInFlight)
	release := make(chan struct{})
	handler := withLimit(writeGraphQLError, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		begun.Done() // panics when more than maxInFlight begin
		<-release
	}))
	var working sync.WaitGroup
	for range maxInFlight {
		working.Go(func() {
			handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/graphql", nil))
		})
	}
	begun.Wait()
	late := httptest.NewRecorder()
	handler.ServeHTTP(late, httptest.NewRequest(http.MethodPost, "/graphql", nil))
	if late.Code != http.StatusServiceUnavailable || late.Header().Get("Retry-After") == "" {
		t.Errorf("got %d %v", late.Code, late.Header())
	}
	close(release)
	working.Wait()
}
