package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/google/go-cmp/cmp"
)

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	in := b.post(t, "/auth/sign-in", credentials("ADA@example.com", goodPassword))
	want(t, in, http.StatusNoContent)
	cookie := in.Cookies()[0]
	if !cookie.HttpOnly || !cookie.Secure || cookie.Path != "/" || cookie.Domain != "" || cookie.SameSite != http.SameSiteStrictMode || !strings.HasPrefix(cookie.Name, "__Host-") {
		t.Errorf("weak cookie: %v", cookie)
	}
	caller := b.post(t, "/graphql", "{}", "Cookie", in.cookie())
	want(t, caller, http.StatusOK)
	if !strings.Contains(caller.body, "ada@example.com") {
		t.Errorf("caller: %s", caller.body)
	}
	if n := b.count(t, "SELECT count(*) FROM audit_events WHERE action = 'user: signed in with password' AND request_id = $1", in.Header.Get("X-Request-Id")); n != 1 {
		t.Errorf("%d audit rows of the sign-in; want 1", n)
	}
	if n := b.count(t, "SELECT count(*) FROM sessions WHERE token = $1", cookie.Value); n != 0 {
		t.Error("the session's token lies in the database in the clear")
	}

	out := b.post(t, "/auth/sign-out", "{}", "Cookie", in.cookie())
	want(t, out, http.StatusNoContent)
	if clear := out.Header.Get("Clear-Site-Data"); !strings.Contains(clear, `"cache"`) || strings.Contains(clear, "cookies") {
		t.Errorf("signing out clears %s: the cache holds our answers, the cookies are everybody's under the domain", clear)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", in.cookie()), http.StatusUnauthorized)
}

// Whoever finds a fresh installation must not get in with what stands in a manual.
func TestAFreshInstallationHasNoAccounts(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, table := range []string{"users", "api_keys", "sign_in_links", "sessions"} {
		if n := b.count(t, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("%d %s", n, table)
		}
	}
	for _, name := range []string{"admin", "root", "admin@example.com"} {
		for _, password := range []string{"", "admin", "password", "capiconnect"} {
			want(t, b.post(t, "/auth/sign-in", credentials(name, password)), http.StatusUnauthorized)
			b.clock.advance(time.Hour)
		}
	}
}

// Every character of a password counts, as it was typed: none is cut off, folded or forbidden.
func TestAPasswordCountsAsItIs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	const chosen = ` söme Thing "quoted" \\ 目を覚ます \t `
	password := strings.Repeat(chosen, 6)
	in := b.post(t, "/auth/link", `{"token":"`+b.link(t, "ada@example.com")+`"}`)
	body := func(password string) string {
		encoded, err := json.Marshal(map[string]string{"email": "ada@example.com", "password": password})
		if err != nil {
			t.Fatal(err)
		}
		return string(encoded)
	}
	want(t, b.post(t, "/auth/password", body(password), "Cookie", in.cookie()), http.StatusNoContent)
	want(t, b.post(t, "/auth/sign-in", body(password)), http.StatusNoContent)
	for name, other := range map[string]string{
		"trimmed": strings.TrimSpace(password), "in lower case": strings.ToLower(password), "without its last letter": password[:len(password)-1],
		"its first 72 bytes, where bcrypt stops": password[:72], "with more": password + " ",
	} {
		if got := b.post(t, "/auth/sign-in", body(other)); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: got %d", name, got.StatusCode)
		}
		b.clock.advance(time.Hour)
	}
}

func TestWrongCredentialsAreToldApartByNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	gone := b.user(t, "gone@example.com")
	b.execute(t, "UPDATE users SET disabled_at = now() WHERE id = $1", gone.ID)
	var bodies []string
	for _, body := range []string{
		credentials("ada@example.com", "wrong password"), credentials("nobody@example.com", goodPassword),
		credentials("gone@example.com", goodPassword), credentials("", ""), `{"email":"ada@example.com"}`,
	} {
		refused := b.post(t, "/auth/sign-in", body)
		want(t, refused, http.StatusUnauthorized)
		if refused.cookie() != "" {
			t.Errorf("%s got a session", body)
		}
		said, _, _ := strings.Cut(refused.body, "requestId")
		bodies = append(bodies, said)
	}
	for _, body := range bodies {
		if body != bodies[0] {
			t.Errorf("answers differ: %s and %s", bodies[0], body)
		}
	}
}

// Somebody who measures must not learn which addresses have an account: both ways end in one comparison of equal cost.
func TestUnknownUserCostsAsMuch(t *testing.T) {
	t.Parallel()
	hash, err := hashPassword(t.Context(), goodPassword)
	if err != nil {
		t.Fatal(err)
	}
	ours, _, _, err := argon2id.DecodeHash(nobodysHash)
	if err != nil {
		t.Fatal(err)
	}
	theirs, _, _, err := argon2id.DecodeHash(hash)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(theirs, ours); diff != "" {
		t.Errorf("the stand-in's cost (-a user's +ours):\n%s", diff)
	}
	if matches, err := passwordMatches(t.Context(), goodPassword, nil); matches || err != nil {
		t.Errorf("without a hash: %t, %v", matches, err)
	}
}

func TestGuessingIsSlowedDown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	evaluated := 0
	for range 1000 {
		refused := b.post(t, "/auth/sign-in", credentials("ada@example.com", "guess"))
		if refused.StatusCode == http.StatusUnauthorized {
			evaluated++
			continue
		}
		want(t, refused, http.StatusTooManyRequests)
		if seconds, err := strconv.Atoi(refused.Header.Get("Retry-After")); err != nil || seconds < 1 {
			t.Fatalf("Retry-After: %q", refused.Header.Get("Retry-After"))
		}
		b.clock.advance(60 * time.Millisecond)
	}
	if evaluated < 5 || evaluated > 10 {
		t.Errorf("%d guesses in a minute were evaluated; want at most 10", evaluated)
	}
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusTooManyRequests)
	b.clock.advance(2 * time.Minute)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusNoContent)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", "slip")), http.StatusUnauthorized)
}

// link makes a one-time link for a member of staff, who is added if need be, and returns its token.
func (b *bundle) link(t *testing.T, email string) string {
	t.Helper()
	user, err := b.store.UserByEmail(t.Context(), email)
	if err != nil {
		user = b.user(t, email)
	}
	_, link, err := b.access().CreateSignInLink(t.Context(), user.ID)
	if err != nil {
		t.Fatal(err)
	}
	token, found := strings.CutPrefix(link.URL, "https://x.example/admin/sign-in#link=")
	if !found {
		t.Fatalf("link: %s", link.URL)
	}
	return token
}

// Whoever finds a used link in a mailbox or a history must not get in with it, however fast.
func TestLinkWorksOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	token := b.link(t, "ada@example.com")
	var in atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			switch got := b.post(t, "/auth/link", `{"token":"`+token+`"}`); got.StatusCode {
			case http.StatusNoContent:
				in.Add(1)
			case http.StatusUnauthorized:
				if got.cookie() != "" {
					t.Error("a refused link got a session")
				}
			default:
				t.Errorf("got %d %s", got.StatusCode, got.body)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d sign-ins with one link", in.Load())
	}
}

func TestLinksThatDoNotWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	late := b.link(t, "late@example.com")
	disabled := b.link(t, "gone@example.com")
	b.execute(t, "UPDATE users SET disabled_at = now() WHERE email = 'gone@example.com'")
	want(t, b.post(t, "/auth/link", `{"token":"`+disabled+`"}`), http.StatusUnauthorized)
	b.clock.advance(time.Hour + time.Second)
	want(t, b.post(t, "/auth/link", `{"token":"`+late+`"}`), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/link", `{"token":""}`), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/link", `{`), http.StatusBadRequest)
}
