package metasandbox_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"capiconnect/meta/metasandbox"
)

// Businesses of the world that the tests lean on.
const (
	threeOwned = "417283905516204"
	noDatasets = "9283746501928374"
	chain      = "9174002938475561" // 1,250 owned and 3 shared
	onlyShared = "9655501234987612"
	bothLists  = "228817364500921"
	scripted   = "719283746501122" // its name is HTML
)

const (
	appID    = "100200300400500"
	secret   = "sandbox-app-secret"
	configID = "6007008009000100"
)

// bundle is a sandbox behind a real server, with a clock that stands still.
type bundle struct {
	*metasandbox.Sandbox
	t     *testing.T
	url   string
	clock *clock
}

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func start(t *testing.T) *bundle {
	t.Helper()
	return startWith(t, metasandbox.Options{})
}

func startWith(t *testing.T, o metasandbox.Options) *bundle {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)}
	o.AppID, o.AppSecret, o.ConfigID, o.Now = appID, secret, configID, c.Now
	s := metasandbox.New(o)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return &bundle{Sandbox: s, t: t, url: server.URL, clock: c}
}

// answer is what came back from the sandbox.
type answer struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
}

// failure is the part of an error that clients decide by.
type failure struct{ status, code, subcode int }

func (a answer) failure() failure {
	e, _ := a.body["error"].(map[string]any)
	number := func(name string) int {
		f, _ := e[name].(float64)
		return int(f)
	}
	return failure{a.status, number("code"), number("error_subcode")}
}

func (a answer) text(path ...string) string {
	var v any = a.body
	for _, name := range path {
		m, _ := v.(map[string]any)
		v = m[name]
	}
	s, _ := v.(string)
	return s
}

// try sends a request without following redirects.
func (b *bundle) try(method, path string, values url.Values, bearer string) (answer, error) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.url+path+"?"+values.Encode(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	return roundTrip(request)
}

func roundTrip(request *http.Request) (answer, error) {
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // a broken connection is then never a stale one
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	a := answer{status: response.StatusCode, header: response.Header, raw: string(raw)}
	if err != nil {
		return a, err
	}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(raw, &a.body); err != nil {
			a.body = nil // a list
		}
	}
	return a, nil
}

func (b *bundle) do(method, path string, values url.Values, bearer string) answer {
	b.t.Helper()
	a, err := b.try(method, path, values, bearer)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func (b *bundle) get(path string, values url.Values, bearer string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, path, values, bearer)
}

func (b *bundle) post(path string, body string) answer {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.url+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	kind := "application/x-www-form-urlencoded"
	if strings.HasPrefix(body, "{") {
		kind = "application/json"
	}
	request.Header.Set("Content-Type", kind)
	a, err := roundTrip(request)
	if err != nil {
		b.t.Fatal(err)
	}
	return a
}

func (b *bundle) code(q metasandbox.CodeRequest) string {
	b.t.Helper()
	code, err := b.IssueCode(q)
	if err != nil {
		b.t.Fatal(err)
	}
	return code
}

func (b *bundle) exchange(code string, more ...string) answer {
	b.t.Helper()
	return b.get("/v26.0/oauth/access_token", exchangeValues(code, more...), "")
}

func exchangeValues(code string, more ...string) url.Values {
	return values(append([]string{"client_id", appID, "client_secret", secret, "code", code}, more...)...)
}

// token goes the whole way to a token.
func (b *bundle) token(q metasandbox.CodeRequest) string {
	b.t.Helper()
	a := b.exchange(b.code(q))
	token := a.text("access_token")
	if token == "" {
		b.t.Fatalf("no token: %d %s", a.status, a.raw)
	}
	return token
}

func (b *bundle) debug(token string) map[string]any {
	b.t.Helper()
	a := b.get("/v26.0/debug_token", values("input_token", token), appID+"|"+b.AppSecret())
	data, _ := a.body["data"].(map[string]any)
	if a.status != http.StatusOK || data == nil {
		b.t.Fatalf("debug_token: %d %s", a.status, a.raw)
	}
	return data
}

func values(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func proof(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return hex.EncodeToString(mac.Sum(nil))
}

func sum(body []byte) string {
	digest := sha256.Sum256(body)
	return hex.EncodeToString(digest[:])
}

// ids collects the ids of a page.
func (a answer) ids() []string {
	list, _ := a.body["data"].([]any)
	ids := []string{}
	for _, item := range list {
		node, _ := item.(map[string]any)
		id, _ := node["id"].(string)
		ids = append(ids, id)
	}
	return ids
}
