package metasandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"capiconnect/meta/metasandbox"
)

const verifyToken = "verify-me"

// receiver is the app's side of the callbacks.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int // to answer posts with, one after the other; then 200
	got      []received
}

type received struct {
	path, signature, kind string
	body                  []byte
}

func receive(t *testing.T, statuses ...int) *receiver {
	t.Helper()
	r := &receiver{statuses: statuses}
	r.Server = httptest.NewServer(r)
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Method == http.MethodGet {
		challenge(w, request)
		return
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	status := http.StatusOK
	if len(r.statuses) > 0 {
		status, r.statuses = r.statuses[0], r.statuses[1:]
	}
	r.got = append(r.got, received{request.URL.Path, request.Header.Get("X-Hub-Signature-256"), request.Header.Get("Content-Type"), body})
	w.WriteHeader(status)
	io.WriteString(w, "thanks")
}

func challenge(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("hub.mode") != "subscribe" || query.Get("hub.verify_token") != verifyToken {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	io.WriteString(w, query.Get("hub.challenge"))
}

func (r *receiver) posts() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received{}, r.got...)
}

// bodies are those that came to a path.
func (r *receiver) bodies(path string) []string {
	bodies := []string{}
	for _, got := range r.posts() {
		if got.path == path {
			bodies = append(bodies, string(got.body))
		}
	}
	return bodies
}

func (r *receiver) callbacks() metasandbox.Callbacks {
	return metasandbox.Callbacks{
		Webhook: r.URL + "/webhook", Deauthorize: r.URL + "/deauthorize", DataDeletion: r.URL + "/deletion", VerifyToken: verifyToken,
	}
}

// startTold is a sandbox that tells a receiver.
func startTold(t *testing.T, statuses ...int) (*bundle, *receiver) {
	t.Helper()
	b, r := start(t), receive(t, statuses...)
	t.Cleanup(b.Sandbox.Close)
	if err := b.SetCallbacks(t.Context(), r.callbacks()); err != nil {
		t.Fatal(err)
	}
	return b, r
}

func (b *bundle) settle() {
	b.t.Helper()
	if err := b.WaitForDeliveries(b.t.Context()); err != nil {
		b.t.Fatal(err)
	}
}

// signedRequest is the field of a body.
func (r received) signedRequest(t *testing.T) (signature, payload string) {
	t.Helper()
	form, err := url.ParseQuery(string(r.body))
	if err != nil || r.kind != "application/x-www-form-urlencoded" {
		t.Fatalf("%s: %v", r.kind, err)
	}
	signature, payload, found := strings.Cut(form.Get("signed_request"), ".")
	if !found {
		t.Fatalf("no dot in %s", r.body)
	}
	return signature, payload
}
