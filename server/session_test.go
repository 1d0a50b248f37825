package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
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

// However busy somebody is, the day after the sign-in they have to sign in again.
func TestASessionDoesNotOutlastItsLifetime(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) {
		if s.sessions.manager.Lifetime > 12*time.Hour {
			t.Errorf("a session lasts %s", s.sessions.manager.Lifetime)
		}
		s.sessions.manager.Lifetime = 10 * time.Minute
	})
	cookie := b.signedIn(t, "ada@example.com")
	b.execute(t, "UPDATE sessions SET expiry = now() + interval '1 minute'")
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
	if n := b.count(t, "SELECT count(*) FROM sessions WHERE expiry > now() + interval '9 minutes' AND expiry < now() + interval '10 minutes'"); n != 1 {
		t.Error("a request did not prolong the session to its lifetime, or beyond it")
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
	link := b.link(t, "ada@example.com")
	for body, status := range map[string]int{
		`{"current":"` + goodPassword + `","password":"too short"}`:     http.StatusBadRequest,
		`{"password":"a much better one"}`:                              http.StatusForbidden,
		`{"current":"not the password","password":"a much better one"}`: http.StatusForbidden,
	} {
		want(t, b.post(t, "/auth/password", body, "Cookie", cookie), status)
	}
	good := `{"current":"` + goodPassword + `","password":"a much better one"}`
	want(t, b.post(t, "/auth/password", good), http.StatusUnauthorized)
	set := b.post(t, "/auth/password", good, "Cookie", cookie)
	want(t, set, http.StatusNoContent)

	want(t, b.post(t, "/graphql", "{}", "Cookie", set.cookie()), http.StatusOK)
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Cookie", elsewhere), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/link", `{"token":"`+link+`"}`), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", "a much better one")), http.StatusNoContent)
	if n := b.count(t, "SELECT count(*) FROM audit_events WHERE action = 'user: password set'"); n != 1 {
		t.Errorf("%d audit rows; want 1", n)
	}
}

// Who came by a one-time link has forgotten the password, as a rule.
func TestALinkIsAsGoodAsTheCurrentPassword(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.user(t, "ada@example.com")
	in := b.post(t, "/auth/link", `{"token":"`+b.link(t, "ada@example.com")+`"}`)
	want(t, in, http.StatusNoContent)
	want(t, b.post(t, "/auth/password", `{"password":"a much better one"}`, "Cookie", in.cookie()), http.StatusNoContent)
}

// Whoever has lost a laptop is signed out there, and nobody else anywhere.
func TestSigningOutEverywhereEndsOnesOwnSessionsAlone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	adas, bobs := b.signedIn(t, "ada@example.com"), b.signedIn(t, "bob@example.com")
	elsewhere := b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)).cookie()
	ada, err := b.store.UserByEmail(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.access().SignOutUser(t.Context(), ada.ID); err != nil {
		t.Fatal(err)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", adas), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Cookie", elsewhere), http.StatusUnauthorized)
	want(t, b.post(t, "/graphql", "{}", "Cookie", bobs), http.StatusOK)
}

// A stream is opened once and may last an hour; whoever has signed out meanwhile must not go on reading.
func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	opened, ended := make(chan struct{}), make(chan struct{})
	b := setup(t, func(s *site) {
		s.graphql = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(opened)
			<-r.Context().Done()
			close(ended)
		})
	})
	cookie := b.signedIn(t, "ada@example.com")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/graphql", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"text/event-stream"}, "Cookie": {cookie}}
	go func() {
		if response, err := http.DefaultTransport.RoundTrip(request); err == nil {
			response.Body.Close()
		}
	}()
	<-opened
	want(t, b.post(t, "/auth/sign-out", "{}", "Cookie", cookie), http.StatusNoContent)
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Error("the stream goes on")
	}
}

// Clients that send the request slowly must wait outside, not in the places of those who have sent theirs.
func TestSlowBodiesTakeNobodysPlace(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	address := strings.TrimPrefix(b.url, "http://")
	for range maxInFlight + maxQueued + 10 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		if _, err := io.WriteString(conn, "POST /graphql HTTP/1.1\r\nHost: "+address+"\r\nContent-Type: application/json\r\nContent-Length: 100\r\nCookie: "+cookie+"\r\n\r\n{"); err != nil {
			t.Fatal(err)
		}
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
}

// Safari drops Secure cookies of http://localhost; a demo without TLS must let people in all the same, and nothing else may do so.
func TestOnlyADemoWithoutTLSSetsAPlainCookie(t *testing.T) {
	t.Parallel()
	for _, plain := range []bool{false, true} {
		b := setup(t, func(s *site) { s.sessions = newSessions(s.store, s.now, clientBehind(nil), plain) })
		b.user(t, "ada@example.com")
		set := b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)).Cookies()[0]
		if set.Secure == plain || strings.HasPrefix(set.Name, "__Host-") == plain || !set.HttpOnly || set.SameSite != http.SameSiteStrictMode {
			t.Errorf("plain %t: %v", plain, set)
		}
	}
}
