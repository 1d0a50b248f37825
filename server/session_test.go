package main

import (
	"net/http"
	"testing"
)

func (b *bundle) signedIn(t *testing.T, email string) string {
	t.Helper()
	b.user(t, email)
	in := b.post(t, "/auth/sign-in", credentials(email, goodPassword))
	want(t, in, http.StatusNoContent)
	return in.cookie()
}

// An attacker who has planted a session id in the victim's browser must not share the victim's session after the sign-in.
func TestSignInChangesTheSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	planted := b.signedIn(t, "mallory@example.com")
	b.user(t, "ada@example.com")
	for name, before := range map[string]string{"a session of the attacker's": planted, "an invented one": sessionCookie + "=invented"} {
		in := b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword), "Cookie", before)
		want(t, in, http.StatusNoContent)
		if in.cookie() == before {
			t.Errorf("%s was kept", name)
		}
		want(t, b.post(t, "/graphql", "{}", "Cookie", before), http.StatusUnauthorized)
		want(t, b.post(t, "/graphql", "{}", "Cookie", in.cookie()), http.StatusOK)
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]string{
		"disabled user":         "UPDATE users SET disabled_at = now()",
		"deleted user":          "DELETE FROM users",
		"idle or too old":       "UPDATE sessions SET expiry = now()",
		"changed elsewhere":     "UPDATE users SET password_hash = password_hash || '='",
		"database without them": "DELETE FROM sessions",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			cookie := b.signedIn(t, "ada@example.com")
			want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
			b.execute(t, end)
			want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusUnauthorized)
			want(t, b.post(t, "/auth/password", `{"password":"a new password"}`, "Cookie", cookie), http.StatusUnauthorized)
		})
	}
}

func TestRequestsKeepASessionAlive(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	b.execute(t, "UPDATE sessions SET expiry = now() + interval '1 minute'")
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
	if n := b.count(t, "SELECT count(*) FROM sessions WHERE expiry > now() + interval '119 minutes' AND expiry < now() + interval '121 minutes'"); n != 1 {
		t.Error("a request did not prolong the session by two hours")
	}
}

// A request under way while its user signs out must not write the session back.
func TestNothingBringsASessionBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	b.execute(t, "DELETE FROM sessions")
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusUnauthorized)
	if n := b.count(t, "SELECT count(*) FROM sessions"); n != 0 {
		t.Errorf("%d sessions", n)
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	elsewhere := b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)).cookie()
	want(t, b.post(t, "/auth/password", `{"password":"too short"}`, "Cookie", cookie), http.StatusBadRequest)
	want(t, b.post(t, "/auth/password", `{"password":"a much better one"}`), http.StatusUnauthorized)
	set := b.post(t, "/auth/password", `{"password":"a much better one"}`, "Cookie", cookie)
	want(t, set, http.StatusNoContent)

	want(t, b.post(t, "/graphql", "{}", "Cookie", set.cookie()), http.StatusOK)
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Cookie", elsewhere), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", "a much better one")), http.StatusNoContent)
	if n := b.count(t, "SELECT count(*) FROM audit_events WHERE action = 'user: password set'"); n != 1 {
		t.Errorf("%d audit rows; want 1", n)
	}
}
