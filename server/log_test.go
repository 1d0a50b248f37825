package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestLogHidesSecrets(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("Zx9", 12)
	var out bytes.Buffer
	log := newLog(&out, slog.LevelDebug)
	failure := errors.New("EAA" + secret)
	log.Info("calling https://graph.example/?access_token="+secret+"&x=1", "access_token", secret, "code", secret, "Authorization", "Bearer "+secret)
	log.Error("failed", "error", fmt.Errorf("exchanging: %w", failure), "path", "/x?client_secret="+secret, slog.Group("in", "password", secret))
	log.Warn("bearers", "given", []string{"capi_" + secret}[0]+" onb_"+secret+" link_"+secret)
	log.Info("request", "path", "/connect/AQ"+strings.Repeat("b-", 20)+secret, "other path", "/admin/EAA"+strings.Repeat("b", 20)+"_"+secret)
	if strings.Contains(out.String(), secret) {
		t.Errorf("the log holds the secret:\n%s", out.String())
	}
	if !strings.Contains(out.String(), "exchanging: "+redacted) || !strings.Contains(out.String(), "x=1") {
		t.Errorf("the log hides more than secrets:\n%s", out.String())
	}
}

// Each form alone is enough, wherever it stands.
func TestEverySecretFormIsHidden(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("Zx9", 24)
	for _, mark := range []string{
		"EAA", "AQ", "capi_", "onb_", "link_", "sso_", "dlg_", "access_token=", "client_secret=", "code=", "appsecret_proof=", "revoke_token=", "input_token=", "fb_exchange_token=",
	} {
		if got := redactText("before " + mark + secret + " after"); got != "before "+redacted+" after" {
			t.Errorf("%s: %s", mark, got)
		}
	}
	for _, harmless := range []string{"01a21662-4cf5-7c46-94b0-c30275c2b3c4", "/admin/businesses?q=shop", "EAA", "onb_short", "AQ" + strings.Repeat("b", 59)} {
		if got := redactText(harmless); got != harmless {
			t.Errorf("%q became %q", harmless, got)
		}
	}
}

// Whoever sends a line break must not be able to write lines of their own.
func TestALogEntryIsOneLine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	newLog(&out, slog.LevelInfo).Info("request", "path", "/x\n{\"level\":\"INFO\",\"msg\":\"signed in\"}\r\n", "error", errors.New("a\nb"))
	if lines := strings.Count(strings.TrimSuffix(out.String(), "\n"), "\n"); lines != 0 {
		t.Errorf("%d lines more than one:\n%s", lines, out.String())
	}
}

// Whoever looks into an attack finds each refusal with its reason, and by the request's id the address, but nothing that was tried.
func TestRefusalsAreLogged(t *testing.T) {
	t.Parallel()
	var log lockedBuffer
	b := setup(t, func(s *site) { s.log = newLog(&log, slog.LevelInfo) })
	cookie := b.signedIn(t, "ada@example.com")
	for name, c := range map[string]struct {
		path, body string
		headers    []string
		says       string
	}{
		"a wrong password":        {"/auth/sign-in", credentials("ada@example.com", "tried-by-mallory"), nil, `"reason":"WRONG_CREDENTIALS"`},
		"an unknown account":      {"/auth/sign-in", credentials("tried-by-mallory", "tried-by-mallory"), nil, `"user":"00000000-`},
		"a used link":             {"/auth/link", `{"token":"link_tried-by-mallory"}`, nil, `"reason":"LINK_INVALID"`},
		"a wrong current one":     {"/auth/password", `{"current":"tried-by-mallory","password":"a much better one"}`, []string{"Cookie", cookie}, `"reason":"WRONG_PASSWORD"`},
		"an invented key":         {"/graphql", "{}", []string{"Authorization", "Bearer capi_tried-by-mallory"}, "The API key is unknown"},
		"a page of an attacker":   {"/graphql", "{}", []string{"Cookie", cookie, "Origin", "https://evil.example"}, "another website"},
		"a sign-in for an attack": {"/auth/sign-in", credentials("ada@example.com", "tried-by-mallory"), []string{"Origin", "https://evil.example"}, `"origin":"https://evil.example"`},
	} {
		id := b.post(t, c.path, c.body, c.headers...).Header.Get("X-Request-Id")
		isTold := func(line string) bool {
			return strings.Contains(line, `"WARN"`) && strings.Contains(line, c.says) && strings.Contains(line, id)
		}
		if !slices.ContainsFunc(strings.Split(log.String(), "\n"), isTold) {
			t.Errorf("%s: no line with %s and %s", name, c.says, id)
		}
	}
	ada, err := b.store.UserByEmail(t.Context(), "ada@example.com")
	if err != nil {
		t.Fatal(err)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", cookie), http.StatusOK)
	if who := `"actor":"USER","actorId":"` + ada.ID.String() + `"`; !strings.Contains(log.String(), who) {
		t.Errorf("no request with %s", who)
	}
	for range 10 {
		b.post(t, "/auth/sign-in", credentials("bob@example.com", "tried-by-mallory"))
	}
	if said := log.String(); !strings.Contains(said, `"reason":"TOO_MANY_TRIES"`) || !strings.Contains(said, `"address":"127.0.0.1"`) || strings.Contains(said, "tried-by-mallory") {
		t.Errorf("the log:\n%s", said)
	}
}

func TestLogLevel(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	newLog(&out, slog.LevelWarn).Info("quiet")
	if out.Len() > 0 {
		t.Errorf("logged %s", out.String())
	}
}
