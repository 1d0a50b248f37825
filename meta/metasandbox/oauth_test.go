package metasandbox_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta/metasandbox"
)

func TestExchangeRefused(t *testing.T) {
	t.Parallel()
	const redirect = "https://partner.example/callback"
	popup := metasandbox.CodeRequest{BusinessID: threeOwned}
	redirected := metasandbox.CodeRequest{BusinessID: threeOwned, RedirectURI: redirect}
	cases := []struct {
		name    string
		request metasandbox.CodeRequest
		age     time.Duration
		more    []string
		want    failure
	}{
		{name: "garbage", request: popup, more: []string{"code", "garbage"}, want: failure{400, 100, 0}},
		{name: "empty code", request: popup, more: []string{"code", ""}, want: failure{400, 100, 0}},
		{name: "expired", request: popup, age: 30 * time.Second, want: failure{400, 100, 36007}},
		{name: "popup code with a redirect_uri", request: popup, more: []string{"redirect_uri", redirect}, want: failure{400, 100, 36008}},
		{name: "redirect code without one", request: redirected, want: failure{400, 100, 36008}},
		{name: "redirect code with a longer one", request: redirected, more: []string{"redirect_uri", redirect + "/"}, want: failure{400, 100, 36008}},
		{name: "wrong secret", request: popup, more: []string{"client_secret", "wrong"}, want: failure{400, 1, 0}},
		{name: "no secret", request: popup, more: []string{"client_secret", ""}, want: failure{400, 1, 0}},
		{name: "wrong app", request: popup, more: []string{"client_id", "1"}, want: failure{400, 101, 0}},
		{name: "wrong app and secret", request: popup, more: []string{"client_id", "1", "client_secret", "wrong"}, want: failure{400, 101, 0}},
		{name: "unknown grant", request: popup, more: []string{"grant_type", "password"}, want: failure{400, 100, 0}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			code := b.code(c.request)
			b.clock.advance(c.age)
			a := b.exchange(code, c.more...)
			if got := a.failure(); got != c.want {
				t.Errorf("got %+v, want %+v: %s", got, c.want, a.raw)
			}
			if a.text("error", "fbtrace_id") == "" || a.text("error", "type") != "OAuthException" {
				t.Errorf("incomplete envelope: %s", a.raw)
			}
			if record, ok := b.Journal().Code(code); !ok || record.Exchanges != 0 {
				t.Errorf("a refused exchange spent the code: %+v", record)
			}
			if tokens := b.Journal().Tokens; len(tokens) != 0 {
				t.Errorf("a refused exchange issued a token: %+v", tokens)
			}
		})
	}
}

func TestCodeWorksOnce(t *testing.T) {
	t.Parallel()
	b := start(t)
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if a := b.exchange(code); a.status != http.StatusOK {
		t.Fatalf("first exchange: %s", a.raw)
	}
	b.clock.advance(time.Hour) // used outranks expired
	if got, want := b.exchange(code).failure(), (failure{400, 100, 36009}); got != want {
		t.Errorf("second exchange: got %+v, want %+v", got, want)
	}
}

func TestCodeWorksOnceUnderConcurrency(t *testing.T) {
	t.Parallel()
	b := start(t)
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	var succeeded, used atomic.Int32
	var group sync.WaitGroup
	for range 100 {
		group.Go(func() {
			a, err := b.try(http.MethodGet, "/v26.0/oauth/access_token", exchangeValues(code), "")
			switch {
			case err != nil:
				t.Error(err)
			case a.status == http.StatusOK:
				succeeded.Add(1)
			case a.failure() == failure{400, 100, 36009}:
				used.Add(1)
			}
		})
	}
	group.Wait()
	if succeeded.Load() != 1 || used.Load() != 99 {
		t.Errorf("%d exchanges succeeded and %d were refused as used, want 1 and 99", succeeded.Load(), used.Load())
	}
	journal := b.Journal()
	record, _ := journal.Code(code)
	if record.Attempts != 100 || record.Exchanges != 1 || len(journal.Tokens) != 1 || journal.Calls["exchange"] != 100 {
		t.Errorf("journal: %+v, %d tokens, calls %v", record, len(journal.Tokens), journal.Calls)
	}
}

func TestExchangeAnswers(t *testing.T) {
	t.Parallel()
	b := start(t)
	a := b.exchange(b.code(metasandbox.CodeRequest{BusinessID: threeOwned}), "redirect_uri", "") // Meta's own sample sends it empty
	if _, ok := a.body["expires_in"]; ok || a.text("token_type") != "bearer" || !strings.HasPrefix(a.text("access_token"), "EAA") {
		t.Errorf("unlimited token: %s", a.raw)
	}
	const redirect = "https://partner.example/callback?x=1"
	limited := b.code(metasandbox.CodeRequest{BusinessID: threeOwned, RedirectURI: redirect, ExpiresInDays: 60})
	a = b.exchange(limited, "redirect_uri", redirect)
	if a.body["expires_in"] != float64(60*86400) {
		t.Errorf("60-day token: %s", a.raw)
	}
	form := exchangeValues(b.code(metasandbox.CodeRequest{BusinessID: threeOwned}))
	if a := b.post("/v26.0/oauth/access_token", form.Encode()); a.text("access_token") == "" {
		t.Errorf("exchange by POST: %s", a.raw)
	}
}

func TestIssueCodeRefuses(t *testing.T) {
	t.Parallel()
	cases := map[string]metasandbox.CodeRequest{
		"unknown business":         {BusinessID: "1"},
		"dataset of another":       {BusinessID: threeOwned, DatasetIDs: []string{"573920184466201"}},
		"redirect to a script":     {BusinessID: threeOwned, RedirectURI: "javascript:alert(1)"},
		"redirect without a host":  {BusinessID: threeOwned, RedirectURI: "https:///callback"},
		"redirect with odd host":   {BusinessID: threeOwned, RedirectURI: "https://a;sandbox/"},
		"unknown token type":       {BusinessID: threeOwned, TokenType: "PAGE"},
		"permission not asked for": {BusinessID: threeOwned, Permissions: []string{"ads_management"}},
		"negative expiry":          {BusinessID: threeOwned, ExpiresInDays: -1},
	}
	for name, request := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := start(t)
			if code, err := b.IssueCode(request); err == nil || code != "" {
				t.Errorf("got %q, %v; want an error", code, err)
			}
			if codes := b.Journal().Codes; len(codes) != 0 {
				t.Errorf("journal has codes: %+v", codes)
			}
		})
	}
}

func TestAppToken(t *testing.T) {
	t.Parallel()
	b := start(t)
	a := b.get("/v26.0/oauth/access_token", values("client_id", appID, "client_secret", secret, "grant_type", "client_credentials"), "")
	if got := a.text("access_token"); got != appID+"|"+secret {
		t.Errorf("app token: %s", a.raw)
	}
	if calls := b.Journal().Calls; calls["exchange"] != 0 || calls["app_token"] != 1 {
		t.Errorf("calls %v", calls)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	b := start(t)
	old := b.token(metasandbox.CodeRequest{BusinessID: threeOwned, ExpiresInDays: 60})
	refresh := func(token string) answer {
		return b.get("/v26.0/oauth/access_token", values("grant_type", "fb_exchange_token", "client_id", appID,
			"client_secret", secret, "set_token_expires_in_60_days", "true", "fb_exchange_token", token), "")
	}
	b.clock.advance(59 * 24 * time.Hour)
	a := refresh(old)
	fresh := a.text("access_token")
	if fresh == "" || fresh == old || a.body["expires_in"] != float64(60*86400) {
		t.Fatalf("refresh: %s", a.raw)
	}
	if b.debug(old)["is_valid"] != true {
		t.Error("the old token died before its expiry")
	}
	b.clock.advance(24 * time.Hour)
	if got, want := refresh(old).failure(), (failure{401, 190, 463}); got != want {
		t.Errorf("refreshing an expired token: got %+v, want %+v", got, want)
	}
	if b.debug(fresh)["is_valid"] != true {
		t.Error("the fresh token is dead")
	}
	if got, want := refresh("garbage").failure(), (failure{401, 190, 0}); got != want {
		t.Errorf("refreshing garbage: got %+v, want %+v", got, want)
	}
}

func TestRotateSecret(t *testing.T) {
	t.Parallel()
	b := start(t)
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	b.RotateSecret("new-secret")
	code := b.code(metasandbox.CodeRequest{BusinessID: threeOwned})
	if got, want := b.exchange(code).failure(), (failure{400, 1, 0}); got != want {
		t.Errorf("old secret: got %+v, want %+v", got, want)
	}
	if a := b.exchange(code, "client_secret", "new-secret"); a.status != http.StatusOK {
		t.Errorf("new secret: %s", a.raw)
	}
	if b.debug(token)["is_valid"] != true {
		t.Error("the rotation killed a token")
	}
	if got := b.get("/v26.0/debug_token", values("input_token", token), appID+"|"+secret).failure(); got.code != 190 {
		t.Errorf("old app token: %+v", got)
	}
}

func TestTokenOutlivesRestart(t *testing.T) {
	t.Parallel()
	before, after := start(t), start(t)
	chosen := []string{"880214467310925"}
	token := before.token(metasandbox.CodeRequest{BusinessID: threeOwned, DatasetIDs: chosen})
	page := after.get("/v26.0/"+threeOwned+"/owned_pixels", nil, token)
	if diff := cmp.Diff(chosen, page.ids()); diff != "" {
		t.Errorf("datasets after the restart (-want +got):\n%s", diff)
	}
	after.Uninstall(threeOwned) // also with a clock that has not moved
	if got, want := after.get("/v26.0/me", nil, token).failure(), (failure{401, 190, 458}); got != want {
		t.Errorf("after uninstall: got %+v, want %+v", got, want)
	}
	stranger := metasandbox.New(metasandbox.Options{AppID: appID, AppSecret: "another"})
	if _, known := stranger.Journal().Token(token); known {
		t.Error("a sandbox journals a token it did not issue")
	}
}

func TestTokenOfAChainIsShort(t *testing.T) {
	t.Parallel()
	b := start(t)
	if token := b.token(metasandbox.CodeRequest{BusinessID: chain}); len(token) > 800 {
		t.Errorf("token has %d characters", len(token))
	}
}

func TestProof(t *testing.T) {
	t.Parallel()
	b := startWith(t, metasandbox.Options{RequireProof: true})
	token := b.token(metasandbox.CodeRequest{BusinessID: threeOwned})
	at := func(offset time.Duration) string { return strconv.FormatInt(b.clock.Now().Add(offset).Unix(), 10) }
	timed := func(seconds string) []string {
		return []string{"appsecret_proof", proof(secret, token+"|"+seconds), "appsecret_time", seconds}
	}
	for _, c := range []struct {
		name  string
		pairs []string
		want  failure
	}{
		{name: "missing", want: failure{400, 100, 0}},
		{name: "wrong", pairs: []string{"appsecret_proof", proof("x", token)}, want: failure{400, 100, 0}},
		{name: "of another token", pairs: []string{"appsecret_proof", proof(secret, token+"x")}, want: failure{400, 100, 0}},
		{name: "upper case", pairs: []string{"appsecret_proof", strings.ToUpper(proof(secret, token))}, want: failure{400, 100, 0}},
		{name: "right", pairs: []string{"appsecret_proof", proof(secret, token)}, want: failure{status: 200}},
		{name: "timed", pairs: timed(at(-4 * time.Minute)), want: failure{status: 200}},
		{name: "timed too old", pairs: timed(at(-6 * time.Minute)), want: failure{400, 100, 0}},
		{name: "timed by no clock", pairs: timed("soon"), want: failure{400, 100, 0}},
	} {
		if got := b.get("/v26.0/me", values(c.pairs...), token).failure(); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}
