package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"
)

const (
	firefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
	safariOnIPhone   = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1"
)

// signInWith signs somebody in who is there, with a browser.
func (b *bundle) signInWith(t *testing.T, email, browser string) (cookie string) {
	t.Helper()
	in := b.post(t, "/auth/sign-in", credentials(email, goodPassword), "User-Agent", browser)
	want(t, in, http.StatusNoContent)
	return in.cookie()
}

func (b *bundle) sessionsSeenBy(t *testing.T, cookie string) []ownSession {
	t.Helper()
	got := b.send(t, http.MethodGet, "/auth/sessions", "", "Cookie", cookie)
	want(t, got, http.StatusOK)
	var told struct{ Sessions []ownSession }
	if err := json.Unmarshal([]byte(got.body), &told); err != nil {
		t.Fatal(err)
	}
	return told.Sessions
}

func ending(id uuid.UUID) string { return `{"id":"` + id.String() + `"}` }

func TestStaffSeeWhereTheyAreSignedIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	begun := b.clock.now()
	office := b.signInWith(t, "ada@example.com", firefoxOnWindows)
	b.signedIn(t, "bob@example.com")
	b.clock.advance(time.Hour)
	phone := b.signInWith(t, "ada@example.com", safariOnIPhone)

	seen := b.sessionsSeenBy(t, phone)
	if len(seen) != 2 {
		t.Fatalf("%d sessions; want 2", len(seen))
	}
	if s := seen[0]; !s.IsThis || s.Browser != "Safari on iPhone" || s.Network != "127.0.0.0/24" {
		t.Errorf("this one: %+v", s)
	}
	if s := seen[1]; s.IsThis || s.Browser != "Firefox on Windows" || s.SeenAt.Sub(s.BegunAt) > time.Second || s.BegunAt.Sub(begun).Abs() > time.Minute {
		t.Errorf("the other: %+v", s)
	}

	want(t, b.post(t, "/graphql", "{}", "Cookie", office), http.StatusOK)
	for _, s := range b.sessionsSeenBy(t, office) {
		if s.IsThis && (s.Browser != "Firefox on Windows" || s.SeenAt.Sub(s.BegunAt) < 59*time.Minute) {
			t.Errorf("after a request: %+v", s)
		}
	}
	refused(t, b.send(t, http.MethodGet, "/auth/sessions", ""), 401, "UNAUTHENTICATED")
}

// What a browser says of itself is kept as one of a few names, whatever it is.
func TestOnlyKnownBrowsersAreNamed(t *testing.T) {
	t.Parallel()
	for userAgent, name := range map[string]string{
		"": "", "curl/8": "", "<script>": "", "Mozilla/5.0 (X11; Linux x86_64)": "Linux",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36":                         "Chrome on Linux",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0": "Edge on Windows",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36":               "Chrome on Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15":         "Safari on macOS",
		firefoxOnWindows: "Firefox on Windows", safariOnIPhone: "Safari on iPhone",
	} {
		if got := browserOf(userAgent); got != name {
			t.Errorf("%q is %q; want %q", userAgent, got, name)
		}
	}
}

func TestWhereSomebodyIsIsKeptCoarsely(t *testing.T) {
	t.Parallel()
	for from, network := range map[string]string{
		"203.0.113.77:1": "203.0.113.0/24", "[::ffff:203.0.113.77]:1": "203.0.113.0/24", "[2001:db8:1:2::3]:1": "2001:db8:1::/48", "nonsense": "",
	} {
		if got := addressOf(from).network(); got != network {
			t.Errorf("%s is %q; want %q", from, got, network)
		}
	}
}

// Somebody has left a browser signed in at a place that is not theirs.
func TestStaffEndTheirOwnSessions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	lost := b.signInWith(t, "ada@example.com", firefoxOnWindows)
	here := b.signInWith(t, "ada@example.com", safariOnIPhone)
	for _, s := range b.sessionsSeenBy(t, here) {
		if !s.IsThis {
			want(t, b.post(t, "/auth/sessions/end", ending(s.ID), "Cookie", here), http.StatusNoContent)
			refused(t, b.post(t, "/auth/sessions/end", ending(s.ID), "Cookie", here), 404, "NOT_FOUND")
		}
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", lost), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Cookie", here), http.StatusOK)

	others := []string{b.signInWith(t, "ada@example.com", firefoxOnWindows), b.signInWith(t, "ada@example.com", firefoxOnWindows)}
	bobs := b.signedIn(t, "bob@example.com")
	want(t, b.post(t, "/auth/sessions/end-others", "{}", "Cookie", here), http.StatusNoContent)
	for _, cookie := range others {
		want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusUnauthorized)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", here), http.StatusOK)
	want(t, b.post(t, "/graphql", "{}", "Cookie", bobs), http.StatusOK)
	if n := b.audited(t, "user: session ended") + b.audited(t, "user: other sessions ended"); n != 2 {
		t.Errorf("%d audit rows; want 2", n)
	}
}

// An attacker with a stolen session wants the owner out of the way, or somebody else.
func TestAStolenSessionEndsNoOthers(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	stolen := b.signInWith(t, "ada@example.com", firefoxOnWindows)
	b.clock.advance(provenFor)
	adas := b.signInWith(t, "ada@example.com", firefoxOnWindows)
	bobs := b.signedIn(t, "bob@example.com")
	for _, s := range b.sessionsSeenBy(t, stolen) {
		refused(t, b.post(t, "/auth/sessions/end", ending(s.ID), "Cookie", stolen), 403, "STEP_UP_REQUIRED")
	}
	refused(t, b.post(t, "/auth/sessions/end-others", "{}", "Cookie", stolen), 403, "STEP_UP_REQUIRED")
	for _, s := range b.sessionsSeenBy(t, adas) {
		refused(t, b.post(t, "/auth/sessions/end", ending(s.ID), "Cookie", bobs), 404, "NOT_FOUND")
	}
	refused(t, b.post(t, "/auth/sessions/end", `{"id":"1' OR true"}`, "Cookie", bobs), 400, "BAD_REQUEST")
	for _, cookie := range []string{stolen, adas, bobs} {
		want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
	}
}

// Whoever changes what they sign in with is not shown sessions that are over by that.
func TestANewPasswordLeavesOneSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	b.signInWith(t, "ada@example.com", firefoxOnWindows)
	begun := b.clock.now()
	here := b.signInWith(t, "ada@example.com", safariOnIPhone)
	b.clock.advance(time.Hour)
	set := b.post(t, "/auth/password", `{"current":"`+goodPassword+`","password":"a much better one"}`, "Cookie", here, "User-Agent", safariOnIPhone)
	want(t, set, http.StatusNoContent)
	seen := b.sessionsSeenBy(t, set.cookie())
	if len(seen) != 1 || !seen[0].IsThis || seen[0].BegunAt.Sub(begun).Abs() > time.Minute {
		t.Errorf("%+v", seen)
	}
}
