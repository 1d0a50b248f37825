package main

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

func (b *bundle) apiKey(t *testing.T) string {
	t.Helper()
	days := 90
	_, secret, err := b.access().CreateAPIKey(t.Context(), onboarding.CreateAPIKeyInput{
		Name: "backend", Scopes: []models.Scope{models.ScopeBusinessesRead}, ExpiresInDays: &days,
	})
	if err != nil {
		t.Fatal(err)
	}
	return *secret
}

func (b *bundle) onboardingToken(t *testing.T, origin *string) string {
	t.Helper()
	token, hash := models.NewBearer(onboarding.TokenPrefix)
	now := b.clock.now()
	err := b.store.InTx(t.Context(), func(tx *models.Tx) error {
		return tx.CreateOnboarding(&models.Onboarding{
			ID: models.NewID(), Status: models.OnboardingOpen, Labels: models.Strings{}, ConfigID: "1", SupportCode: rand.Text()[:9], TokenHash: hash,
			AllowedOrigin: origin, TriesLeft: 5, CreatedBy: "test", CreatedAt: now, ExpiresAt: now.Add(time.Hour),
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestCallers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	origin := partner
	key, token := b.apiKey(t), b.onboardingToken(t, &origin)
	cookie := b.signedIn(t, "ada@example.com")
	for name, c := range map[string]struct {
		headers []string
		status  int
		says    string
	}{
		"nobody":                         {nil, 401, `"code":"UNAUTHENTICATED"`},
		"staff":                          {[]string{"Cookie", cookie}, 200, `"kind":"USER"`},
		"staff, own page":                {[]string{"Cookie", cookie, "Origin", b.url, "Sec-Fetch-Site", "same-origin"}, 200, `"kind":"USER"`},
		"staff, page of an attacker":     {[]string{"Cookie", cookie, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403, `"code":"FORBIDDEN"`},
		"staff, page of a partner":       {[]string{"Cookie", cookie, "Origin", partner, "Sec-Fetch-Site", "cross-site"}, 403, `"code":"FORBIDDEN"`},
		"staff, old browser, attacker":   {[]string{"Cookie", cookie, "Origin", "https://evil.example"}, 403, `"code":"FORBIDDEN"`},
		"key":                            {[]string{"Authorization", "Bearer " + key}, 200, `"name":"backend"`},
		"key beside a cookie":            {[]string{"Authorization", "bearer " + key, "Cookie", cookie}, 200, `"kind":"API_KEY"`},
		"key in a browser":               {[]string{"Authorization", "Bearer " + key, "Origin", partner}, 403, "web page"},
		"changed key":                    {[]string{"Authorization", "Bearer " + key + "x", "Cookie", cookie}, 401, `"code":"UNAUTHENTICATED"`},
		"key as basic":                   {[]string{"Authorization", "Basic " + key, "Cookie", cookie}, 401, `"code":"UNAUTHENTICATED"`},
		"something else":                 {[]string{"Authorization", "Bearer hello"}, 401, `"code":"UNAUTHENTICATED"`},
		"token":                          {[]string{"Authorization", "Bearer " + token}, 200, `"kind":"ONBOARDING_TOKEN"`},
		"token on the partner's page":    {[]string{"Authorization", "Bearer " + token, "Origin", partner}, 200, `"kind":"ONBOARDING_TOKEN"`},
		"token on our page":              {[]string{"Authorization", "Bearer " + token, "Origin", b.url}, 200, `"kind":"ONBOARDING_TOKEN"`},
		"token on somebody else's page":  {[]string{"Authorization", "Bearer " + token, "Origin", "https://evil.example"}, 403, `"code":"FORBIDDEN"`},
		"token on a page without origin": {[]string{"Authorization", "Bearer " + token, "Origin", "null"}, 403, `"code":"FORBIDDEN"`},
		"key that claims to be a token":  {[]string{"Authorization", "Bearer onb_" + strings.TrimPrefix(key, "capi_")}, 401, `"code":"UNAUTHENTICATED"`},
		"forged headers of a proxy":      {[]string{"X-User", "ada@example.com", "X-Forwarded-For", "127.0.0.1", "X-Forwarded-Host", "localhost"}, 401, `"code":"UNAUTHENTICATED"`},
	} {
		got := b.post(t, "/graphql", "{}", c.headers...)
		if got.StatusCode != c.status || !strings.Contains(got.body, c.says) || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %s; want %d with %s", name, got.StatusCode, got.body, c.status, c.says)
		}
	}
	if n := b.count(t, "SELECT count(*) FROM api_keys WHERE last_used_at IS NOT NULL"); n != 1 {
		t.Error("the key's last use was not noted")
	}
}

func TestBearersEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, expiring, revoked := b.onboardingToken(t, nil), b.apiKey(t), b.apiKey(t)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+revoked), http.StatusOK)
	b.execute(t, "UPDATE api_keys SET revoked_at = now() WHERE key_hash = $1", models.HashBearer(revoked))
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+revoked), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+token), http.StatusOK)
	b.clock.advance(time.Hour)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+token), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+expiring), http.StatusOK)
	b.clock.advance(90 * 24 * time.Hour)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+expiring), http.StatusUnauthorized)
}

// Whoever stole the former secret of a key has it for as long as its owner allowed.
func TestARotatedKeyTakesItsFormerSecretForAWhile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	former := b.apiKey(t)
	fresh, hash := models.NewBearer(onboarding.APIKeyPrefix)
	b.execute(t, "UPDATE api_keys SET former_hash = key_hash, former_until = $1, key_hash = $2 WHERE key_hash = $3",
		b.clock.now().Add(time.Hour), hash, models.HashBearer(former))
	for _, secret := range []string{former, fresh} {
		want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+secret), http.StatusOK)
	}
	b.clock.advance(time.Hour)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+former), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+fresh), http.StatusOK)
}

func TestDatabaseAwayIsNoRefusal(t *testing.T) {
	t.Parallel()
	b := setup(t)
	key := b.apiKey(t)
	b.execute(t, "ALTER TABLE api_keys RENAME TO elsewhere")
	got := b.post(t, "/graphql", "{}", "Authorization", "Bearer "+key)
	want(t, got, http.StatusInternalServerError)
	if strings.Contains(got.body, "api_keys") {
		t.Errorf("the answer tells of the inside: %s", got.body)
	}
}
