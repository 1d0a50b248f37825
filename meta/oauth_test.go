package meta

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestExchangeCodeRequest(t *testing.T) {
	t.Parallel()
	app := url.Values{"client_id": {appID}, "client_secret": {canarySecret}, "code": {canaryCode}}
	redirected := url.Values{"redirect_uri": {"https://x.example/oauth/callback?a=b"}}
	for name, values := range app {
		redirected[name] = values
	}
	cases := []struct {
		name        string
		redirectURI string
		want        url.Values
	}{
		{"code of a popup", "", app},
		{"code of a redirect", "https://x.example/oauth/callback?a=b", redirected},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, says(200, `{"access_token":"t","token_type":"bearer"}`))
			if _, err := up.api().ExchangeCode(t.Context(), canaryCode, tt.redirectURI); err != nil {
				t.Fatal(err)
			}
			assertRequest(t, up, http.MethodGet, "/meta/v26.0/oauth/access_token", "", tt.want)
		})
	}
}

// assertRequest asserts that there was one request, and all that is in it.
func assertRequest(t *testing.T, up *upstream, method, path, authorization string, query url.Values) {
	t.Helper()
	requests := up.asked()
	if len(requests) != 1 {
		t.Fatalf("%d requests, want 1", len(requests))
	}
	r := requests[0]
	if r.Method != method || r.URL.Path != path || r.Header.Get("Authorization") != authorization {
		t.Errorf("got %s %s by %q", r.Method, r.URL.Path, r.Header.Get("Authorization"))
	}
	if diff := cmp.Diff(query, r.URL.Query()); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

func TestExchangeCodeAnswers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, answer string
		want         time.Duration
	}{
		{"expiring", `{"access_token":"t","token_type":"bearer","expires_in":5183944}`, 5183944 * time.Second},
		{"never", `{"access_token":"t"}`, 0},
		{"never, as zero", `{"access_token":"t","expires_in":0}`, 0},
		{"as a text", `{"access_token":"t","expires_in":"60"}`, time.Minute},
		{"null", `{"access_token":"t","expires_in":null,"error":null}`, 0},
		{"negative", `{"access_token":"t","expires_in":-5}`, 0},
		{"absurd", `{"access_token":"t","expires_in":1e300}`, maxTerm},
		{"garbage", `{"access_token":"t","expires_in":[]}`, 0},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			grant, err := newUpstream(t, says(200, tt.answer)).api().ExchangeCode(t.Context(), canaryCode, "")
			if err != nil {
				t.Fatal(err)
			}
			if grant.Token.Reveal() != "t" || grant.ExpiresIn != tt.want {
				t.Errorf("got %q for %v", grant.Token.Reveal(), grant.ExpiresIn)
			}
		})
	}
}

func TestAppToken(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"access_token":"4242|x","token_type":"bearer"}`))
	token, err := up.api().AppToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if token.Reveal() != "4242|x" {
		t.Errorf("got %q", token.Reveal())
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/oauth/access_token", "", url.Values{
		"client_id": {appID}, "client_secret": {canarySecret}, "grant_type": {"client_credentials"},
	})
}

func TestRefreshToken(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"access_token":"fresh","token_type":"bearer","expires_in":5183999}`))
	grant, err := up.api().RefreshToken(t.Context(), NewToken(canaryToken))
	if err != nil || grant.Token.Reveal() != "fresh" || grant.ExpiresIn != 5183999*time.Second {
		t.Errorf("got %q for %v, %v", grant.Token.Reveal(), grant.ExpiresIn, err)
	}
	assertRequest(t, up, http.MethodGet, "/meta/v26.0/oauth/access_token", "", url.Values{
		"client_id": {appID}, "client_secret": {canarySecret}, "grant_type": {"fb_exchange_token"},
		"fb_exchange_token": {canaryToken}, "set_token_expires_in_60_days": {"true"},
	})
}

func TestFetchToken(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"access_token":"found"}`))
	token, err := up.api().FetchToken(t.Context(), NewToken(canaryToken), businessID)
	if err != nil || token.Reveal() != "found" {
		t.Errorf("got %q, %v", token.Reveal(), err)
	}
	assertRequest(t, up, http.MethodPost, "/meta/v26.0/"+businessID+"/system_user_access_tokens", "Bearer "+canaryToken, url.Values{
		"fetch_only": {"true"}, "appsecret_proof": {up.api().proof(NewToken(canaryToken))},
	})
}

// A refusal says what it is about: the token that was presented, or the app.
func TestRefreshAndFetchRefused(t *testing.T) {
	t.Parallel()
	refresh := func(a *API) error { _, err := a.RefreshToken(t.Context(), NewToken(canaryToken)); return err }
	fetch := func(a *API) error { _, err := a.FetchToken(t.Context(), NewToken(canaryToken), businessID); return err }
	appToken := func(a *API) error { _, err := a.AppToken(t.Context()); return err }
	cases := []struct {
		name   string
		call   func(*API) error
		answer string
		class  Class
		reason Reason
	}{
		{"refreshing what has expired", refresh, `{"error":{"code":190,"error_subcode":463,"message":"ECHO"}}`, Auth, TokenExpired},
		{"refreshing under a wrong secret", refresh, `{"error":{"code":1,"message":"Error validating client secret."}}`, Misconfigured, AppSecretRejected},
		{"refreshing gives nothing", refresh, `{"token_type":"bearer"}`, InvalidAnswer, ""},
		{"fetching with a dead token", fetch, `{"error":{"code":190,"error_subcode":458,"message":"ECHO"}}`, Auth, Uninstalled},
		{"fetching with a dead session", fetch, `{"error":{"code":452,"message":"ECHO"}}`, Auth, ""},
		{"fetching without the permission", fetch, `{"error":{"code":3962,"message":"ECHO"}}`, Permission, ""},
		{"fetching for another business", fetch, `{"error":{"code":100,"error_subcode":33,"message":"ECHO"}}`, Client, ""},
		{"fetching nothing", fetch, `{"access_token":null}`, InvalidAnswer, ""},
		{"the app under a wrong id", appToken, `{"error":{"code":101,"message":"ECHO"}}`, Misconfigured, AppIDRejected},
		{"the app under a wrong secret", appToken, `{"error":{"code":190,"message":"ECHO"}}`, Misconfigured, AppSecretRejected},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := failure(t, tt.call(newUpstream(t, says(200, tt.answer)).api()))
			if e.Class != tt.class || e.Reason != tt.reason {
				t.Errorf("got %s %q, want %s %q", e.Class, e.Reason, tt.class, tt.reason)
			}
		})
	}
}
