package main

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// held is a handler that keeps every request until release.
type held struct {
	begun   sync.WaitGroup
	release chan struct{}
	working sync.WaitGroup
}

// keep begins as many requests as are wanted; when it returns, all of them are being worked on.
func keep(n int, under func(http.Handler) http.Handler, request func() *http.Request) (*held, http.Handler) {
	h := &held{release: make(chan struct{})}
	handler := under(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Held") == "" {
			return
		}
		h.begun.Done() // panics when more than n begin
		<-h.release
	}))
	h.begun.Add(n)
	for range n {
		h.working.Go(func() {
			r := request()
			r.Header.Set("Held", "yes")
			handler.ServeHTTP(httptest.NewRecorder(), r)
		})
	}
	h.begun.Wait()
	return h, handler
}

func (h *held) end() {
	close(h.release)
	h.working.Wait()
}

func statusOf(handler http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}

// asked is a GraphQL request whose body has come.
func asked(authorization, body string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "/graphql", nil)
	r.Body = &wholeBody{Reader: bytes.NewReader([]byte(body)), content: []byte(body)}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	return r
}

const (
	aRead   = `{"query":"{ businesses { totalCount } }"}`
	aChange = `{"query":"mutation { syncDatasets(input: {businessId: 1}) { business { id } } }"}`
)

// More requests than can be worked on or wait are told to come back, and nothing of them is begun.
func TestOverloadIsRefused(t *testing.T) {
	t.Parallel()
	kept, handler := keep(maxInFlight, newLanes().wrap, func() *http.Request { return asked("Bearer capi_x", aChange) })
	defer kept.end()
	late := statusOf(handler, asked("Bearer capi_x", aChange))
	if late.Code != http.StatusServiceUnavailable || late.Header().Get("Retry-After") == "" {
		t.Errorf("got %d %v", late.Code, late.Header())
	}
}

// A flood must not become one of lines in the log as well.
func TestARushIsOneLineASecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out lockedBuffer
		full := func(w http.ResponseWriter, r *http.Request) { writeGraphQLError(w, r, errOverloaded) }
		handler := withAccessLog(newLog(&out, slog.LevelInfo), clientBehind(nil), func(*http.Request, int, time.Duration) {}, http.HandlerFunc(full))
		for second := range 2 {
			for range 500 {
				statusOf(handler, httptest.NewRequest(http.MethodPost, "/graphql", nil))
			}
			time.Sleep(time.Second)
			synctest.Wait()
			if lines := strings.Count(out.String(), "\n"); lines != second+1 || strings.Count(out.String(), `"count":500`) != second+1 {
				t.Errorf("after second %d:\n%s", second+1, out.String())
			}
		}
	})
}

// When programs read as much as they can, they wait for each other; people and changes do not.
func TestReadsLeaveTurnsToOthers(t *testing.T) {
	t.Parallel()
	kept, handler := keep(maxReads, newLanes().wrap, func() *http.Request { return asked("Bearer capi_x", aRead) })
	defer kept.end()
	for name, request := range map[string]*http.Request{
		"a client": asked("Bearer onb_x", aRead), "staff": asked("", aRead), "a change of a key": asked("Bearer capi_x", aChange),
	} {
		if got := statusOf(handler, request); got.Code != http.StatusOK {
			t.Errorf("%s: %d", name, got.Code)
		}
	}
	if got := statusOf(handler, asked("Bearer capi_x", aRead)); got.Code != http.StatusServiceUnavailable {
		t.Errorf("another read: %d", got.Code)
	}
}

// Many large requests at once do not take the memory that everything needs: what they announce takes nothing, what they send is counted, and
// given back.
func TestBodiesTogetherAreBounded(t *testing.T) {
	t.Parallel()
	handler := newBodies(100).whole(60, func(w http.ResponseWriter, r *http.Request, err error) { writeGraphQLError(w, r, unread(err)) },
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	sent, slow := io.Pipe()
	announced := httptest.NewRequest(http.MethodPost, "/graphql", sent)
	var slowly sync.WaitGroup
	slowly.Go(func() { handler.ServeHTTP(httptest.NewRecorder(), announced) })
	post := func() *httptest.ResponseRecorder {
		return statusOf(handler, httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(strings.Repeat("x", 60))))
	}
	if got := post(); got.Code != http.StatusOK {
		t.Errorf("beside a body that has not come: %d", got.Code)
	}
	for _, part := range []string{strings.Repeat("x", 49), "x"} { // the second is taken when the first has been counted
		if _, err := io.WriteString(slow, part); err != nil {
			t.Fatal(err)
		}
	}
	if got := post(); got.Code != http.StatusServiceUnavailable || got.Header().Get("Retry-After") == "" {
		t.Errorf("beside a body that has: %d %v", got.Code, got.Header())
	}
	slow.Close()
	slowly.Wait()
	if got := post(); got.Code != http.StatusOK {
		t.Errorf("after it: %d", got.Code)
	}
}
