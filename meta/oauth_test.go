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
