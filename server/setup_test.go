package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// clock is a time that tests move.
type clock struct {
	mu   sync.Mutex
	time time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.time = c.time.Add(by)
}

// bundle is the public listener on a database of its own, with a stand-in for GraphQL that says who is calling.
type bundle struct {
	clock   *clock
	handler http.Handler
	store   *models.Store
	url     string
}

const partner = "https://partner.example"

func setup(t *testing.T, change ...func(*site)) *bundle {
	t.Helper()
	store := modelstest.Open(t)
	clock := &clock{time: time.Now()}
	server := httptest.NewUnstartedServer(nil)
	publicURL := &url.URL{Scheme: "http", Host: server.Listener.Addr().String()}
	sealer, err := seal.New(newKeyset(t))
	if err != nil {
		t.Fatal(err)
	}
	s := site{
		config:    config{AllowedOrigins: []string{partner}, Sealer: sealer, Meta: metaConfig{SDKURL: "https://connect.facebook.net/en_US/sdk.js", DialogURL: "https://www.facebook.com", GraphURL: "https://graph.facebook.com"}},
		draining:  context.Background(),
		files:     fstest.MapFS{},
		graphql:   http.HandlerFunc(sayCaller),
		log:       slog.New(slog.DiscardHandler),
		metrics:   newMetrics(store),
		now:       clock.now,
		publicURL: publicURL,
		sessions:  newSessions(store, clock.now, clientBehind(nil), false),
		store:     store,
	}
	for _, apply := range change {
		apply(&s)
	}
	server.Config.Handler = s.handler()
	server.Start()
	t.Cleanup(server.Close)
	return &bundle{clock: clock, handler: server.Config.Handler, store: s.store, url: server.URL}
}

func sayCaller(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	actor, ok := onboarding.ActorFrom(r.Context())
	if err != nil || !ok {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"kind": actor.Kind, "name": actor.Name, "signedInRecently": actor.SignedInRecently, "body": string(body),
	})
}

// answer is an HTTP answer that has been read.
type answer struct {
	*http.Response
	body string
}

// send sends a request; headers are pairs of name and value.
func (b *bundle) send(t testing.TB, method, path, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, b.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response, string(read)}
}

// post sends JSON.
func (b *bundle) post(t testing.TB, path, body string, headers ...string) answer {
	t.Helper()
	return b.send(t, http.MethodPost, path, body, append(headers, "Content-Type", "application/json")...)
}

// cookie is the session cookie that an answer sets, ready for a request; empty when it sets none.
func (a answer) cookie() string {
	for _, cookie := range a.Cookies() {
		if cookie.Name == sessionCookie && cookie.MaxAge > 0 {
			return cookie.Name + "=" + cookie.Value
		}
	}
	return ""
}

func want(t *testing.T, a answer, status int) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s %s: got %d %s; want %d", a.Request.Method, a.Request.URL.Path, a.StatusCode, a.body, status)
	}
}

const goodPassword = "correct horse battery"

// user adds a member of staff with goodPassword.
func (b *bundle) user(t *testing.T, email string) *models.User {
	t.Helper()
	hash, err := hashPassword(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	user := &models.User{ID: models.NewID(), Email: email, Role: models.Admin, PasswordHash: &hash, CreatedAt: b.clock.now()}
	addUser(t, b.store, user)
	return user
}

func addUser(t *testing.T, store *models.Store, user *models.User) {
	t.Helper()
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateUser(user) }); err != nil {
		t.Fatal(err)
	}
}

// access is who may come in, in the test's time.
func (b *bundle) access() *onboarding.Access {
	return &onboarding.Access{Store: b.store, PublicURL: "https://x.example", Now: b.clock.now}
}

func credentials(email, password string) string {
	return `{"email":"` + email + `","password":"` + password + `"}`
}

func (b *bundle) execute(t *testing.T, statement string, values ...any) {
	t.Helper()
	if _, err := b.store.Pool().Exec(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}

func (b *bundle) count(t *testing.T, query string, values ...any) (n int) {
	t.Helper()
	if err := b.store.Pool().QueryRow(t.Context(), query, values...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
