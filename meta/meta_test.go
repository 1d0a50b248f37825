package meta

import (
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// What must never be seen outside a request. None has the form of Meta's tokens, so that the last-ditch pattern does not
// hide a gap.
const (
	canaryToken  = "canary-token-5f1c"
	canaryCode   = "canary-code-77aa|#_"
	canarySecret = "canary-secret-03b9"
	canaryOld    = "canary-old-secret-e1"
	appID        = "4242"
	businessID   = "1002003004005006"
	datasetID    = "9007199254740993"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// upstream is Meta's side in a test: it answers as told and remembers what it was asked.
type upstream struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
}

func newUpstream(t *testing.T, handler http.HandlerFunc) *upstream {
	t.Helper()
	up := &upstream{}
	up.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		up.mu.Lock()
		up.requests = append(up.requests, r)
		up.mu.Unlock()
		handler(w, r)
	}))
	t.Cleanup(up.Close)
	return up
}

func (up *upstream) asked() []*http.Request {
	up.mu.Lock()
	defer up.mu.Unlock()
	return up.requests
}

// api makes an API under a path, which catches URLs that are built from the host alone.
func (up *upstream) api() *API { return New(testConfig(up.URL + "/meta")) }

func testConfig(graphURL string) Config {
	return Config{
		AppID:      appID,
		AppSecrets: []Secret{NewSecret(canarySecret), NewSecret(canaryOld)},
		GraphURL:   graphURL,
		Version:    "v26.0",
		Now:        func() time.Time { return noon },
	}
}

// says answers every request the same; see echo.
func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(echo(body, r)))
	}
}

// echo puts the secrets of r, plain and escaped, in place of the word ECHO.
func echo(body string, r *http.Request) string {
	secrets := []string{strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")}
	for _, name := range []string{"access_token", "appsecret_proof", "client_secret", "code", "input_token", "revoke_token", "fb_exchange_token"} {
		secrets = append(secrets, r.FormValue(name), url.QueryEscape(r.FormValue(name)))
	}
	return strings.ReplaceAll(body, "ECHO", strings.Join(secrets, " "))
}

// failure asserts that err is an *Error and keeps the secrets.
func failure(t *testing.T, err error) *Error {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v (%T), want an *Error", err, err)
	}
	assertNoCanary(t, err)
	return e
}

func assertNoCanary(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		var urlError *url.Error
		if errors.As(err, &urlError) {
			t.Errorf("a *url.Error left the package")
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%q"} {
			printed := fmt.Sprintf(verb, err)
			for _, canary := range canaries() {
				if strings.Contains(printed, canary) {
					t.Errorf("%s of %T holds %q: %s", verb, err, canary, printed)
				}
			}
		}
	}
}

// collect returns the pages before the first error.
func collect[Page any](pages iter.Seq2[Page, error]) ([]Page, error) {
	var all []Page
	for page, err := range pages {
		if err != nil {
			return all, err
		}
		all = append(all, page)
	}
	return all, nil
}

func canaries() []string {
	api := New(testConfig(""))
	all := []string{canaryToken, canaryCode, canarySecret, canaryOld, api.proof(NewToken(canaryToken))}
	for _, canary := range all {
		all = append(all, url.QueryEscape(canary))
	}
	return append(all, "://", "oauth/access_token", "client_secret=")
}

// calls are all calls of the API, with secrets in all places that take one.
var calls = []struct {
	op   Op
	call func(t *testing.T, a *API) error
}{
	{OpExchangeCode, func(t *testing.T, a *API) error {
		_, err := a.ExchangeCode(t.Context(), canaryCode, "")
		return err
	}},
	{OpAppToken, func(t *testing.T, a *API) error {
		_, err := a.AppToken(t.Context())
		return err
	}},
	{OpDebugToken, func(t *testing.T, a *API) error {
		_, err := a.DebugToken(t.Context(), NewToken(canaryToken))
		return err
	}},
	{OpMe, func(t *testing.T, a *API) error {
		_, err := a.Me(t.Context(), NewToken(canaryToken))
		return err
	}},
	{OpBusiness, func(t *testing.T, a *API) error {
		_, err := a.Business(t.Context(), NewToken(canaryToken), businessID)
		return err
	}},
	{OpOwnedDatasets, func(t *testing.T, a *API) error {
		_, err := collect(a.OwnedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
		return err
	}},
	{OpSharedDatasets, func(t *testing.T, a *API) error {
		_, err := collect(a.SharedDatasets(t.Context(), NewToken(canaryToken), businessID, ""))
		return err
	}},
	{OpDataset, func(t *testing.T, a *API) error {
		_, err := a.Dataset(t.Context(), NewToken(canaryToken), datasetID)
		return err
	}},
	{OpEvents, func(t *testing.T, a *API) error {
		_, err := a.SendTestEvent(t.Context(), NewToken(canaryToken), datasetID, "TEST1", Event{Name: "Visit", Time: noon})
		return err
	}},
	{OpRefreshToken, func(t *testing.T, a *API) error {
		_, err := a.RefreshToken(t.Context(), NewToken(canaryToken))
		return err
	}},
	{OpFetchToken, func(t *testing.T, a *API) error {
		_, err := a.FetchToken(t.Context(), NewToken(canaryToken), businessID)
		return err
	}},
	{OpDatasetToken, func(t *testing.T, a *API) error {
		_, err := a.DatasetToken(t.Context(), NewToken(canaryToken), businessID, datasetID, "ads_read")
		return err
	}},
	{OpConnectedBusinesses, func(t *testing.T, a *API) error {
		_, err := collect(a.ConnectedBusinesses(t.Context()))
		return err
	}},
	{OpApp, func(t *testing.T, a *API) error {
		_, err := a.App(t.Context())
		return err
	}},
	{OpSubscriptions, func(t *testing.T, a *API) error {
		_, err := a.Subscriptions(t.Context())
		return err
	}},
	{OpRevokeToken, func(t *testing.T, a *API) error {
		_, err := a.RevokeToken(t.Context(), NewToken(canaryToken))
		return err
	}},
	{OpDeletePermissions, func(t *testing.T, a *API) error {
		_, err := a.DeletePermissions(t.Context(), NewToken(canaryToken))
		return err
	}},
}
