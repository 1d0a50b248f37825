package main

import (
	"net/http"
	"net/netip"
	"testing"
)

// TestGuessingCredentialsIsCutShort: an attacker tries one API key after the other. After a hundred, further ones are not even looked up, good ones
// among them; a caller from elsewhere notices nothing.
func TestGuessingCredentialsIsCutShort(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.config.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} })
	good := b.apiKey(t)
	from := func(address, key string) answer {
		return b.post(t, "/graphql", "{}", "Authorization", "Bearer "+key, "X-Forwarded-For", address)
	}
	for range 100 {
		want(t, from("192.0.2.1", "capi_guess"), http.StatusUnauthorized)
	}
	refused := from("192.0.2.1", good)
	want(t, refused, http.StatusTooManyRequests)
	if refused.Header.Get("Retry-After") == "" {
		t.Error("nobody is told when to come back")
	}
	want(t, from("192.0.2.2", good), http.StatusOK)
}

// TestAWebsiteCannotLockItsVisitorsOut: a page of another origin makes a browser send requests that are refused, as many as it likes.
func TestAWebsiteCannotLockItsVisitorsOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	for range 120 {
		want(t, b.post(t, "/graphql", "{}", "Cookie", cookie, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
}

// TestATokenHasABound: the holder of an onboarding token hammers on it; others go on.
func TestATokenHasABound(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token, other := b.onboardingToken(t, nil), b.onboardingToken(t, nil)
	for range 100 {
		want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+token), http.StatusOK)
	}
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+token), http.StatusTooManyRequests)
	want(t, b.post(t, "/graphql", "{}", "Authorization", "Bearer "+other), http.StatusOK)
}
