package main

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Mallory signs in as herself, but lets Ada's browser finish it, so that Ada works in Mallory's account without noticing.
func TestAnotherBrowsersSignInIsNotFinished(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	mallory := b.browser()
	planted := mallory.leave(t, "/auth/oidc/start")

	idle := b.browser()
	wantRefused(t, idle, idle.open(t, planted), ssoInterrupted)
	ada := b.browser()
	own := ada.leave(t, "/auth/oidc/start")
	wantRefused(t, ada, ada.open(t, planted), ssoInterrupted)
	wantRefused(t, ada, ada.open(t, "/auth/oidc/callback?code=x"), ssoInterrupted)
	wantRefused(t, ada, ada.open(t, "/auth/oidc/callback?code=x&state="), ssoInterrupted)
	if n := issuer.requests("/token"); n != 0 {
		t.Errorf("%d codes were spent", n)
	}
	if ada.open(t, own); !ada.isSignedIn(t) {
		t.Error("what Mallory sent has ended Ada's own sign-in")
	}
}

// A website sends its visitors to the sign-in behind their backs: those whom the provider knows would be signed in without having asked for it.
func TestAnotherWebsiteBeginsNoSignIn(t *testing.T) {
	t.Parallel()
	b, _, _ := setupOIDC(t)
	for from, code := range map[string]int{"cross-site": http.StatusSeeOther, "same-site": http.StatusSeeOther, "same-origin": http.StatusFound, "none": http.StatusFound} {
		got := b.send(t, http.MethodGet, "/auth/oidc/start?return=/admin/businesses", "", "Sec-Fetch-Site", from)
		if want(t, got, code); code == http.StatusSeeOther && (len(got.Cookies()) > 0 || got.Header.Get("Location") != "/admin/sign-in?return=%2Fadmin%2Fbusinesses") {
			t.Errorf("%s: begins %v, leads to %s", from, got.Cookies(), got.Header.Get("Location"))
		}
	}
	if n := b.count(t, "SELECT count(*) FROM sign_in_flows"); n != 2 {
		t.Errorf("%d flows; want the 2 of our own page", n)
	}
}

// A cookie that is not one of ours has a state of its own, which anybody can compute.
func TestAnInventedCookieBeginsNothing(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	for _, token := range []string{"", "sso_invented"} {
		br := b.browser()
		br.cookies[ssoCookie] = token
		wantRefused(t, br, br.open(t, "/auth/oidc/callback?code=x&state="+flowToken(token).state()), ssoInterrupted)
	}
	if n := issuer.requests("/token"); n != 0 {
		t.Errorf("%d codes were spent", n)
	}
}

// Whoever finds the callback's address in a history, and even the cookie, comes too late, be the provider as careless as it likes.
func TestAReplayedCallbackIsRefused(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	issuer.reuse = true
	b.user(t, "ada@example.com")
	ada := b.browser()
	back := ada.leave(t, "/auth/oidc/start")
	cookie := ada.cookies[ssoCookie]
	if ada.open(t, back); !ada.isSignedIn(t) {
		t.Fatal("Ada does not come in")
	}
	b.execute(t, "DELETE FROM sessions")
	b.forgetAudit(t)

	mallory := b.browser()
	mallory.cookies[ssoCookie] = cookie
	wantRefused(t, mallory, mallory.open(t, back), ssoInterrupted)
	if n := issuer.requests("/token"); n != 1 {
		t.Errorf("the code was spent %d times", n)
	}
}

// Mallory has got hold of Ada's code, before Ada spent it, and brings it in a sign-in of her own: the provider asks for Ada's verifier.
func TestAStolenCodeIsWorthNothing(t *testing.T) {
	t.Parallel()
	b, issuer, log := setupOIDC(t)
	b.user(t, "ada@example.com")
	ada, mallory := b.browser(), b.browser()
	stolen, own := queryOf(t, ada.leave(t, "/auth/oidc/start")), queryOf(t, mallory.leave(t, "/auth/oidc/start"))
	own.Set("code", stolen.Get("code"))
	wantRefused(t, mallory, mallory.open(t, "/auth/oidc/callback?"+own.Encode()), ssoNotAccepted)
	if n := issuer.requests("/token"); n != 1 {
		t.Errorf("the code was sent %d times", n)
	}
	if strings.Contains(log.String(), stolen.Get("code")) || !strings.Contains(log.String(), "invalid_grant") {
		t.Errorf("the log repeats the code, or does not say why:\n%s", log)
	}
}

func queryOf(t *testing.T, path string) url.Values {
	t.Helper()
	u, err := url.Parse(path)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// Each of these is a token that a real provider never made for this sign-in, or that proves nothing.
func TestForgedIDTokensAreRefused(t *testing.T) {
	t.Parallel()
	otherKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		forge func(claims)
		sign  func(claims) string
	}{
		"wrong nonce":                    {forge: func(c claims) { c["nonce"] = "of another sign-in" }},
		"no nonce":                       {forge: func(c claims) { delete(c, "nonce") }},
		"wrong audience":                 {forge: func(c claims) { c["aud"] = "another program" }},
		"no audience":                    {forge: func(c claims) { delete(c, "aud") }},
		"made for another, shown to us":  {forge: func(c claims) { c["aud"], c["azp"] = []string{testClientID, "another program"}, "another program" }},
		"made for several, for nobody":   {forge: func(c claims) { c["aud"] = []string{testClientID, "another program"} }},
		"made by another":                {forge: func(c claims) { c["azp"] = "another program" }},
		"wrong issuer":                   {forge: func(c claims) { c["iss"] = "https://evil.example" }},
		"issuer with a slash":            {forge: func(c claims) { c["iss"] = c["iss"].(string) + "/" }},
		"expired by the program's clock": {forge: func(c claims) { c["exp"] = time.Now().Add(time.Hour).Unix() }},
		"without an end":                 {forge: func(c claims) { delete(c, "exp") }},
		"not yet valid":                  {forge: func(c claims) { c["nbf"] = time.Now().Add(26 * time.Hour).Unix() }},
		"about nobody":                   {forge: func(c claims) { c["sub"] = "" }},
		"about a subject with a NUL":     {forge: func(c claims) { c["sub"] = "ada\x00" }},
		"about an endless subject":       {forge: func(c claims) { c["sub"] = strings.Repeat("a", 256) }},
		"unsigned, alg none":             {sign: unsignedToken},
		"HS256 with the client secret":   {sign: func(c claims) string { return signedToken(c, jose.HS256, padded(testClientSecret)) }},
		"another key":                    {sign: func(c claims) string { return signedToken(c, jose.RS256, otherKey) }},
		"another key under the good name": {sign: func(c claims) string {
			return signedToken(c, jose.RS256, jose.JSONWebKey{Key: otherKey, KeyID: "key-1"})
		}},
		"no token at all":   {sign: func(claims) string { return "" }},
		"two tokens in one": {sign: func(c claims) string { return unsignedToken(c) + unsignedToken(c) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, issuer, log := setupOIDC(t)
			b.clock.advance(24 * time.Hour)
			b.user(t, "ada@example.com")
			issuer.forge, issuer.sign = c.forge, c.sign
			br := b.browser()
			back := br.leave(t, "/auth/oidc/start")
			wantRefused(t, br, br.open(t, back), ssoNotAccepted)
			if n := b.count(t, "SELECT count(*) FROM user_identities"); n != 0 {
				t.Error("it links Ada")
			}
			if n := b.count(t, "SELECT count(*) FROM audit_events WHERE action LIKE 'user: single%'"); n != 0 {
				t.Error("what proves nothing gets into the audit")
			}
			wantNothingSecret(t, issuer, log.String(), back)
		})
	}
}

// padded makes a secret long enough for jose to sign with it.
func padded(secret string) []byte { return append([]byte(secret), make([]byte, 32)...) }

// An address that the provider has not checked can be anybody's, and a text is not a yes.
func TestAnUnverifiedAddressProvesNothing(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	for _, verified := range []any{false, nil, "true", 1} {
		issuer.person = claims{"sub": "mallory", "email": "ada@example.com", "email_verified": verified}
		br := b.browser()
		wantRefused(t, br, br.open(t, br.leave(t, "/auth/oidc/start")), ssoEmailUnverified)
	}
	for _, email := range []any{nil, "", "\x00"} {
		issuer.person = claims{"sub": "mallory", "email": email, "email_verified": true}
		br := b.browser()
		wantRefused(t, br, br.open(t, br.leave(t, "/auth/oidc/start")), ssoEmailUnverified)
	}
}

// A stranger and a member of staff who may not come in any more are told the same: whom to ask.
func TestOnlyEnabledUsersComeIn(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	gone := b.user(t, "gone@example.com")
	left := b.user(t, "left@example.com")
	b.execute(t, "UPDATE users SET disabled_at = now() WHERE id IN ($1, $2)", gone.ID, left.ID)
	b.execute(t, "INSERT INTO user_identities VALUES ($1, 'left', $2, now())", issuer.url, left.ID)
	kate := b.user(t, "kate@example.com")
	for subject, email := range map[string]string{
		"stranger": "stranger@example.com", "gone": "gone@example.com", "left": "left@example.com", "kelvin": "\u212Aate@example.com",
	} {
		issuer.person = claims{"sub": subject, "email": email, "email_verified": true}
		br := b.browser()
		refused := br.open(t, br.leave(t, "/auth/oidc/start"))
		wantRefused(t, br, refused, ssoNoAccount)
		if n := b.count(t, `SELECT count(*) FROM audit_events WHERE action = 'user: single sign-on refused' AND request_id = $1
				AND after ->> 'reason' = $2 AND after ->> 'email' = $3`, refused.Header.Get("X-Request-Id"), ssoNoAccount, email); n != 1 {
			t.Errorf("%s: %d times in the audit", email, n)
		}
	}
	if n := b.count(t, "SELECT count(*) FROM user_identities WHERE subject <> 'left'") + b.count(t, "SELECT count(*) FROM users WHERE last_signed_in_at IS NOT NULL"); n != 0 {
		t.Errorf("%d traces of a sign-in", n)
	}
	if n := b.count(t, "SELECT count(*) FROM users"); n != 3 {
		t.Errorf("%d users: single sign-on made one beside %s", n, kate.Email)
	}
}

// Mallory has got hold of a browser that is signed in at the provider since this morning. That is no proof of now, even if she has the
// provider forget that it was asked for one, and a provider that tells no time proves none.
func TestASignInOfThisMorningConfirmsNothing(t *testing.T) {
	t.Parallel()
	for name, lastProof := range map[string]time.Duration{"this morning": 3 * time.Hour, "just too old": provenFor, "not told": 0} {
		b, issuer, _ := setupOIDC(t)
		b.user(t, "ada@example.com")
		if lastProof > 0 {
			issuer.provedAt = b.clock.now().Add(-lastProof)
		}
		for _, start := range []string{"/auth/oidc/start", "/auth/oidc/start?fresh=false"} {
			br := b.browser()
			if !br.signsInFrom(t, start) || br.isProven(t) {
				t.Errorf("%s: not signed in, or a proof of now", name)
			}
		}
		b.execute(t, "DELETE FROM sessions")
		b.forgetAudit(t)
		issuer.careless = true
		br := b.browser()
		wantRefused(t, br, br.open(t, br.leave(t, "/auth/oidc/start?fresh=true")), ssoNotFresh)
	}
}

// A provider's clock that is ahead must not make a proof last longer.
func TestAProofOfTheFutureEndsInTime(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	issuer.provedAt = b.clock.now().Add(time.Hour)
	br := b.browser()
	if !br.signsIn(t) || !br.isProven(t) {
		t.Error("not signed in, or not proven")
	}
	b.clock.advance(provenFor)
	if br.isProven(t) {
		t.Error("proven for longer than ten minutes")
	}
}

// Who can make people follow a link to the sign-in must not choose where they end up.
func TestSigningInNeverLeadsToAnotherSite(t *testing.T) {
	t.Parallel()
	b, _, _ := setupOIDC(t)
	b.user(t, "ada@example.com")
	for _, wanted := range []string{
		"https://evil.example/admin/", "//evil.example/admin/", `/\evil.example/admin/`, `\\evil.example`, "/admin/../..//evil.example", "/admin//evil.example",
		"/admin/%2e%2e/%2e%2e//evil.example", "javascript:alert(1)", "/adminevil", "admin/businesses", "/auth/oidc/start", "/admin/sign-in?return=//evil.example",
		"/admin/x\r\nSet-Cookie: a=b", "http://[", "/admin/" + strings.Repeat("a", 3000), "@evil.example", "",
	} {
		br := b.browser()
		in := br.open(t, br.leave(t, "/auth/oidc/start?return="+url.QueryEscape(wanted)))
		if to := in.Header.Get("Location"); in.StatusCode != http.StatusSeeOther || to != adminHome {
			t.Errorf("%q leads to %q", wanted, to)
		}
	}
	const elsewhere = "https://evil.example"
	for _, wanted := range []string{"/admin/businesses", elsewhere + "/admin/businesses", "/admin/connect?id=1", "/admin/businesses/01?tab=a%26b"} {
		br := b.browser()
		if to := br.open(t, br.leave(t, "/auth/oidc/start?return="+url.QueryEscape(wanted))).Header.Get("Location"); to != strings.TrimPrefix(wanted, elsewhere) {
			t.Errorf("%q leads to %q", wanted, to)
		}
	}
}

// A provider that was taken over, or is badly set up, must not steer secrets, people or trust elsewhere.
func TestRedirectsOfTheProviderAreNotFollowed(t *testing.T) {
	t.Parallel()
	for path, code := range map[string]string{
		"/.well-known/openid-configuration": ssoUnreachable, "/keys": ssoNotAccepted, "/token": ssoUnreachable, "/userinfo": ssoUnreachable,
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
			defer elsewhere.Close()
			b, issuer, log := setupOIDC(t)
			b.user(t, "ada@example.com")
			issuer.person, issuer.userInfo = claims{"sub": "ada-1"}, claims{"sub": "ada-1", "email": "ada@example.com", "email_verified": true}
			issuer.redirect(path, elsewhere.URL)
			br := b.browser()
			got := br.open(t, "/auth/oidc/start")
			if got.StatusCode == http.StatusFound {
				got = br.open(t, br.leave(t, "/auth/oidc/start"))
			}
			wantRefused(t, br, got, code)
			if asked.Load() != 0 {
				t.Errorf("another server was asked; the log:\n%s", log)
			}
		})
	}
}

// redirect makes the issuer send whoever asks for path elsewhere, method and body included.
func (i *testIssuer) redirect(path, elsewhere string) {
	proper := i.handler
	i.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			http.Redirect(w, r, elsewhere+path, http.StatusTemporaryRedirect)
			return
		}
		proper.ServeHTTP(w, r)
	}
}

// Endpoints without TLS would show the client's secret to the network, and an issuer of another name vouches for other people.
func TestAProviderThatCannotBeTrustedIsNotUsed(t *testing.T) {
	t.Parallel()
	for name, metadata := range map[string]map[string]any{
		"another issuer":              {"issuer": "https://evil.example"},
		"people over http":            {"authorization_endpoint": "http://evil.example/authorize"},
		"people to a script":          {"authorization_endpoint": "javascript:alert(1)"},
		"secrets over http":           {"token_endpoint": "http://evil.example/token"},
		"no place for codes":          {"token_endpoint": ""},
		"keys over http":              {"jwks_uri": "http://evil.example/keys"},
		"secrets in unknown ways":     {"token_endpoint_auth_methods_supported": []string{"private_key_jwt"}},
		"a configuration of nonsense": {"token_endpoint_auth_methods_supported": "client_secret_basic"},
	} {
		b, issuer, _ := setupOIDC(t)
		issuer.metadata = metadata
		br := b.browser()
		if got := br.open(t, "/auth/oidc/start"); got.StatusCode != http.StatusSeeOther || !strings.Contains(got.Header.Get("Location"), ssoUnreachable) {
			t.Errorf("%s: got %d to %s", name, got.StatusCode, got.Header.Get("Location"))
		}
	}
}

// Mix-up: the browser was at two providers, and the answer of one comes as that of the other. https://www.rfc-editor.org/rfc/rfc9207
func TestTheAnswerOfAnotherProviderIsRefused(t *testing.T) {
	t.Parallel()
	for _, promises := range []bool{false, true} {
		b, issuer, _ := setupOIDC(t)
		b.user(t, "ada@example.com")
		issuer.metadata = map[string]any{"authorization_response_iss_parameter_supported": promises}
		wrong := []string{"&iss=" + url.QueryEscape("https://evil.example")}
		if promises {
			wrong = append(wrong, "", "&iss=")
		}
		for _, iss := range wrong {
			br := b.browser()
			wantRefused(t, br, br.open(t, br.leave(t, "/auth/oidc/start")+iss), ssoNotAccepted)
		}
		if n := issuer.requests("/token"); n != 0 {
			t.Errorf("%d codes were spent at the wrong provider", n)
		}
		br := b.browser()
		if br.open(t, br.leave(t, "/auth/oidc/start")+"&iss="+url.QueryEscape(issuer.url)); !br.isSignedIn(t) {
			t.Error("the provider's own answer is refused")
		}
	}
}

// Answers without an end must not fill the memory.
func TestEndlessAnswersOfTheProviderAreCutOff(t *testing.T) {
	t.Parallel()
	b, issuer, _ := setupOIDC(t)
	var sent atomic.Int64
	issuer.answer = func(w http.ResponseWriter, _ *http.Request) {
		chunk := []byte(strings.Repeat(" ", 64<<10))
		for range 1 << 10 { // 64 MiB, unless the reader has had enough
			n, err := w.Write(chunk)
			if sent.Add(int64(n)); err != nil {
				return
			}
		}
	}
	br := b.browser()
	wantRefused(t, br, br.open(t, "/auth/oidc/start"), ssoUnreachable)
	if n := sent.Load() >> 20; n >= 32 {
		t.Errorf("%d MiB were taken", n)
	}
}
