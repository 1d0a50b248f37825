package main

import (
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"capiconnect/meta"
)

// ssoCookie is the cookie of a browser that has gone to the provider.
const ssoCookie = "__Host-sso"

// setupOIDC is the public listener with single sign-on at a provider, and what it logs.
func setupOIDC(t *testing.T, change ...func(*site)) (*bundle, *testIssuer, *lockedBuffer) {
	t.Helper()
	issuer, log := newTestIssuer(t), new(lockedBuffer)
	change = append([]func(*site){func(s *site) {
		s.config.SingleSignOn = oidcConfig{Issuer: issuer.url, ClientID: testClientID, ClientSecret: meta.NewSecret(testClientSecret)}
		s.log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}}, change...)
	b := setup(t, change...)
	issuer.now = b.clock.now
	return b, issuer, log
}

// browser is one that signs in: it keeps cookies.
type browser struct {
	*bundle
	cookies map[string]string
}

func (b *bundle) browser() *browser { return &browser{bundle: b, cookies: map[string]string{}} }

func (br *browser) open(t *testing.T, path string) answer {
	t.Helper()
	var headers []string
	for name, value := range br.cookies {
		headers = append(headers, "Cookie", name+"="+value)
	}
	got := br.send(t, http.MethodGet, path, "", headers...)
	for _, cookie := range got.Cookies() {
		br.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(br.cookies, cookie.Name)
		}
	}
	return got
}

// leave presses the button, signs in at the provider, and returns the path that the provider sends the browser back to.
func (br *browser) leave(t *testing.T, start string) string {
	t.Helper()
	away := br.open(t, start)
	want(t, away, http.StatusFound)
	response, err := http.DefaultTransport.RoundTrip(mustRequest(t, away.Header.Get("Location")))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	back, err := url.Parse(response.Header.Get("Location"))
	if err != nil || response.StatusCode != http.StatusFound {
		t.Fatalf("the provider answers %d, leading to %s", response.StatusCode, response.Header.Get("Location"))
	}
	return back.RequestURI()
}

func mustRequest(t *testing.T, address string) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func (br *browser) isSignedIn(t *testing.T) bool {
	t.Helper()
	token, has := br.cookies[sessionCookie]
	return has && br.post(t, "/graphql", "{}", "Cookie", sessionCookie+"="+token).StatusCode == http.StatusOK
}

// isProven tells whether the session is good enough for what cannot be made good.
func (br *browser) isProven(t *testing.T) bool {
	t.Helper()
	return br.isRecent(t, sessionCookie+"="+br.cookies[sessionCookie])
}

// wantRefused expects that nobody came in, and that the sign-in page is told why.
func wantRefused(t *testing.T, br *browser, got answer, code string) {
	t.Helper()
	to, err := url.Parse(got.Header.Get("Location"))
	if err != nil || got.StatusCode != http.StatusSeeOther || to.Path != "/admin/sign-in" || to.Query().Get("refused") != code || to.Host != "" {
		t.Errorf("got %d to %q; want %s", got.StatusCode, got.Header.Get("Location"), code)
	}
	if n := br.count(t, "SELECT count(*) FROM sessions"); n != 0 || got.cookie() != "" || br.isSignedIn(t) {
		t.Errorf("%s, and %d sessions", code, n)
	}
	if n := br.count(t, "SELECT count(*) FROM audit_events WHERE action = 'user: signed in with single sign-on'"); n != 0 {
		t.Errorf("%s, and a sign-in in the audit", code)
	}
}

func TestSingleSignOnLetsAnExistingUserIn(t *testing.T) {
	t.Parallel()
	b, issuer, log := setupOIDC(t)
	ada := b.user(t, "Ada@example.com")
	br := b.browser()
	back := br.leave(t, "/auth/oidc/start?return="+url.QueryEscape("/admin/businesses?q=shop&q=x"))
	in := br.open(t, back)
	want(t, in, http.StatusSeeOther)
	if to := in.Header.Get("Location"); to != "/admin/businesses?q=shop&q=x" {
		t.Errorf("leads to %s", to)
	}
	caller := b.post(t, "/graphql", "{}", "Cookie", in.cookie())
	if want(t, caller, http.StatusOK); !strings.Contains(caller.body, "Ada@example.com") {
		t.Errorf("caller: %s", caller.body)
	}
	if br.cookies[ssoCookie] != "" {
		t.Error("the browser keeps the cookie of the sign-in")
	}
	for action, n := range map[string]int{"user: single sign-on linked": 1, "user: signed in with single sign-on": 1} {
		got := b.count(t, "SELECT count(*) FROM audit_events WHERE action = $1 AND actor_id = $2 AND request_id = $3", action, ada.ID, in.Header.Get("X-Request-Id"))
		if got != n {
			t.Errorf("%d times %q in the audit; want %d", got, action, n)
		}
	}
	if n := b.count(t, "SELECT count(*) FROM sign_in_flows"); n != 0 {
		t.Errorf("%d flows are left", n)
	}
	wantNothingSecret(t, issuer, log.String()+in.Header.Get("Location")+in.body, back)
}

// wantNothingSecret looks for what the provider gave out, what the flow had in the URL, and the client's secret.
func wantNothingSecret(t *testing.T, issuer *testIssuer, text, back string) {
	t.Helper()
	u, err := url.Parse(back)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(issuer.issued, u.Query().Get("state"), u.Query().Get("code"), testClientSecret) {
		if secret == "" || strings.Contains(text, secret) {
			t.Errorf("%q is told in:\n%s", secret, text)
		}
	}
	if !strings.Contains(text, "/auth/oidc/callback") {
		t.Error("the log does not even know the request, so this proves nothing")
	}
}

// The browser arrives from another site. Its own session cookie stays behind then, and the flow's must not; both are kept from scripts.
func TestTheCookieOfASignInComesAlongFromAnotherSite(t *testing.T) {
	t.Parallel()
	for _, plain := range []bool{false, true} {
		b, _, _ := setupOIDC(t, func(s *site) { s.config.PlainCookies = plain })
		set := b.send(t, http.MethodGet, "/auth/oidc/start", "").Cookies()[0]
		if set.SameSite != http.SameSiteLaxMode || !set.HttpOnly || set.Path != "/" || set.Domain != "" || set.MaxAge != 600 {
			t.Errorf("plain %t: %v", plain, set)
		}
		if set.Secure == plain || strings.HasPrefix(set.Name, "__Host-") == plain {
			t.Errorf("plain %t: %v", plain, set)
		}
	}
}

// An issuer may give an e-mail address to somebody else one day, or another one to the same person. Accounts stay with people.
func TestAnAccountStaysWithThePersonWhateverBecomesOfTheirAddress(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	b.user(t, "bob@example.com")
	first := b.browser()
	want(t, first.open(t, first.leave(t, "/auth/oidc/start")), http.StatusSeeOther)

	issuer.person = claims{"sub": "ada-1", "email": "bob@example.com", "email_verified": true}
	again := b.browser()
	in := again.open(t, again.leave(t, "/auth/oidc/start"))
	if caller := b.post(t, "/graphql", "{}", "Cookie", in.cookie()); !strings.Contains(caller.body, "ada@example.com") {
		t.Errorf("Ada, now called Bob, is %s", caller.body)
	}
	issuer.person = claims{"sub": "ada-1"}
	if last := b.browser(); !last.signsIn(t) {
		t.Error("Ada does not come in without an address")
	}
	b.execute(t, "DELETE FROM sessions")
	b.forgetAudit(t)

	issuer.person = claims{"sub": "newcomer", "email": "ada@example.com", "email_verified": true}
	newcomer := b.browser()
	wantRefused(t, newcomer, newcomer.open(t, newcomer.leave(t, "/auth/oidc/start")), ssoOtherPerson)
	if n := b.count(t, "SELECT count(*) FROM user_identities"); n != 1 {
		t.Errorf("%d links", n)
	}
}

// forgetAudit lets a test count from here on; only who owns the database can do so.
func (b *bundle) forgetAudit(t *testing.T) {
	t.Helper()
	b.execute(t, "ALTER TABLE audit_events DISABLE TRIGGER USER")
	b.execute(t, "DELETE FROM audit_events")
	b.execute(t, "ALTER TABLE audit_events ENABLE TRIGGER USER")
}

func (br *browser) signsIn(t *testing.T) bool { return br.signsInFrom(t, "/auth/oidc/start") }

func (br *browser) signsInFrom(t *testing.T, start string) bool {
	t.Helper()
	br.open(t, br.leave(t, start))
	return br.isSignedIn(t)
}

// Providers may leave the address out of the ID token.
func TestTheAddressMayComeFromTheUserInfoEndpoint(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	issuer.person = claims{"sub": "ada-1"}
	issuer.userInfo = claims{"sub": "somebody else", "email": "ada@example.com", "email_verified": true}
	br := b.browser()
	wantRefused(t, br, br.open(t, br.leave(t, "/auth/oidc/start")), ssoNotAccepted)
	issuer.userInfo["sub"] = "ada-1"
	if !b.browser().signsIn(t) {
		t.Error("Ada does not come in")
	}
}

func TestTheClientsSecretGoesWhereTheProviderWantsIt(t *testing.T) {
	t.Parallel()
	for method, inForm := range map[string]bool{"client_secret_basic": false, "client_secret_post": true} {
		b, issuer, _ := setupOIDC(t)
		b.user(t, "ada@example.com")
		issuer.inForm, issuer.metadata = inForm, map[string]any{"token_endpoint_auth_methods_supported": []string{"private_key_jwt", method}}
		if !b.browser().signsIn(t) || issuer.requests("/token") != 1 {
			t.Errorf("%s: Ada does not come in, or her code was sent %d times", method, issuer.requests("/token"))
		}
	}
}

func TestTheProvidersKeysMayChange(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	if !b.browser().signsIn(t) {
		t.Fatal("ES256: Ada does not come in")
	}
	issuer.rotate(t)
	if !b.browser().signsIn(t) {
		t.Error("RS256, with the next key: Ada does not come in")
	}
}

// The provider is not ours. While it is away people sign in with their passwords, and it is not asked by every visitor.
func TestWhileTheProviderIsAwayPasswordsWork(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	issuer.answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }
	br := b.browser()
	for range 5 {
		wantRefused(t, br, br.open(t, "/auth/oidc/start"), ssoUnreachable)
	}
	if n := issuer.requests("/.well-known/openid-configuration"); n != 1 {
		t.Errorf("asked %d times within a moment", n)
	}
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusNoContent)

	issuer.answer = nil
	b.clock.advance(unreachableFor)
	for range 3 {
		if !b.browser().signsIn(t) {
			t.Error("the provider is back, but nobody comes in")
		}
	}
	if n := issuer.requests("/.well-known/openid-configuration"); n != 2 {
		t.Errorf("asked for its configuration %d times; want 2", n)
	}
}

func TestWhatTheProviderSaysWhenItGivesNoCode(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	for problem, code := range map[string]string{"access_denied": ssoDeclined, "server_error": ssoNotAccepted, "": ssoNotAccepted} {
		br := b.browser()
		back := br.leave(t, "/auth/oidc/start?return=/admin/datasets")
		state := back[strings.Index(back, "state="):]
		got := br.open(t, "/auth/oidc/callback?error="+problem+"&"+state)
		wantRefused(t, br, got, code)
		if !strings.Contains(got.Header.Get("Location"), "return=%2Fadmin%2Fdatasets") {
			t.Errorf("%s: forgets where to go: %s", problem, got.Header.Get("Location"))
		}
	}
	if n := issuer.requests("/token"); n != 0 {
		t.Errorf("%d codes were spent", n)
	}
}

func TestTheSignInPageLearnsWhetherThereIsSingleSignOn(t *testing.T) {
	t.Parallel()
	with, _, _ := setupOIDC(t)
	without := setup(t)
	for said, b := range map[string]*bundle{`{"singleSignOn":true}`: with, `{"singleSignOn":false}`: without} {
		got := b.send(t, http.MethodGet, "/auth/methods", "")
		if want(t, got, http.StatusOK); strings.TrimSpace(got.body) != said {
			t.Errorf("got %s; want %s", got.body, said)
		}
	}
	want(t, without.send(t, http.MethodGet, "/auth/oidc/start", ""), http.StatusNotFound)
	want(t, without.send(t, http.MethodGet, "/auth/oidc/callback", ""), http.StatusNotFound)
}

// However often the browser repeats the callback, by impatience or by a crash, one of them counts.
func TestOfManyCallbacksOneSignsIn(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	issuer.reuse = true
	b.user(t, "ada@example.com")
	br := b.browser()
	back := br.leave(t, "/auth/oidc/start")
	var in atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got := b.send(t, http.MethodGet, back, "", "Cookie", ssoCookie+"="+br.cookies[ssoCookie]); got.cookie() != "" {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 || issuer.requests("/token") != 1 {
		t.Errorf("%d sign-ins, %d codes spent", in.Load(), issuer.requests("/token"))
	}
}

func TestASignInMustNotTakeTooLong(t *testing.T) {
	t.Parallel()
	b, _, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	br := b.browser()
	back := br.leave(t, "/auth/oidc/start")
	b.clock.advance(flowLifetime + time.Second)
	wantRefused(t, br, br.open(t, back), ssoInterrupted)
}

func TestAFreshProofAtTheProviderConfirms(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	issuer.provedAt = b.clock.now().Add(-time.Hour)
	br := b.browser()
	if !br.signsIn(t) || br.isProven(t) {
		t.Error("who signed in at the provider an hour ago does not come in, or as if it were now")
	}
	if br.signsInFrom(t, "/auth/oidc/start?fresh=true"); !br.isProven(t) {
		t.Error("a proof of now confirms nothing")
	}
	b.clock.advance(provenFor)
	if br.isProven(t) {
		t.Error("recent after ten minutes")
	}
}

// Every start is a row in the database. Somebody who does nothing else must not fill it, nor keep others from signing in.
func TestStartsAreBounded(t *testing.T) {
	t.Parallel()
	b, _, _ := setupOIDC(t, func(s *site) { s.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	from := func(address string) answer {
		return b.send(t, http.MethodGet, "/auth/oidc/start", "", "X-Forwarded-For", address)
	}
	var last answer
	for range maxStarts + 5 { // a few more, should a minute end meanwhile
		last = from("192.0.2.1")
	}
	wantRefused(t, b.browser(), last, "TOO_MANY_TRIES")
	if n := b.count(t, "SELECT count(*) FROM sign_in_flows"); n < maxStarts || n >= maxStarts+5 {
		t.Errorf("%d flows of one address", n)
	}
	want(t, from("192.0.2.2"), http.StatusFound)
}
