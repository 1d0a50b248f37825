package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

const (
	appSecret   = "the app's secret"
	verifyToken = "a random text, and ours"
)

// setupCallbacks is setup with a workflow that takes Meta's word and does nothing about it: its jobs do not run.
func setupCallbacks(t *testing.T, change ...func(*site)) *bundle {
	t.Helper()
	return setup(t, append([]func(*site){func(s *site) {
		keyset, err := seal.NewKeyset()
		if err != nil {
			t.Fatal(err)
		}
		sealer, err := seal.New(keyset)
		if err != nil {
			t.Fatal(err)
		}
		log := slog.New(slog.DiscardHandler)
		s.service, err = onboarding.New(t.Context(), onboarding.Config{
			Store: s.store, Changes: models.NewChanges(s.store), Sealer: sealer, Now: s.now, Log: log, DataDir: t.TempDir(),
			Throttle: onboarding.NewThrottle(s.store, s.now, log),
			Meta:     meta.New(meta.Config{AppID: "1", AppSecrets: []meta.Secret{meta.NewSecret(appSecret)}, Version: "v26.0", GraphURL: "http://127.0.0.1:1", Now: s.now}),
		})
		if err != nil {
			t.Fatal(err)
		}
		s.config.Meta.WebhookVerifyToken = meta.NewSecret(verifyToken)
		s.publicURL = &url.URL{Scheme: "https", Host: "connect.example.com"}
	}}, change...)...)
}

func macOf(secret, message string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(message))
	return mac.Sum(nil)
}

func signed(secret, body string) string { return "sha256=" + hex.EncodeToString(macOf(secret, body)) }

func (b *bundle) uninstalled(businessID string) string {
	return fmt.Sprintf(`{"object":"application","entry":[{"id":"1","time":%d,"changes":[{"field":"business_integration_uninstall","value":{"business_manager_id":"%s"}}]}]}`,
		b.clock.now().Unix(), businessID)
}

func (b *bundle) signedRequest(secret, userID string) string {
	payload := fmt.Sprintf(`{"user_id":"%s","algorithm":"HMAC-SHA256","issued_at":%d}`, userID, b.clock.now().Unix())
	encoded := base64.RawURLEncoding.EncodeToString([]byte(payload))
	return base64.RawURLEncoding.EncodeToString(macOf(secret, encoded)) + "." + encoded
}

// form posts a form, as Meta does.
func (b *bundle) form(t *testing.T, path, name, value string) answer {
	t.Helper()
	return b.send(t, http.MethodPost, path, url.Values{name: {value}}.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Origin", "https://www.facebook.com")
}

func TestMetaIsShownThatTheWebhookIsOurs(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	ask := func(mode, token, challenge string) answer {
		return b.send(t, http.MethodGet, "/meta/webhook?"+url.Values{"hub.mode": {mode}, "hub.verify_token": {token}, "hub.challenge": {challenge}}.Encode(), "")
	}
	if got := ask("subscribe", verifyToken, "1158201444"); got.StatusCode != http.StatusOK || got.body != "1158201444" ||
		!strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("got %d %q %s", got.StatusCode, got.body, got.Header.Get("Content-Type"))
	}
	for name, c := range map[string][3]string{
		"another token":   {"subscribe", "guess", "1"},
		"no token":        {"subscribe", "", "1"},
		"token and more":  {"subscribe", verifyToken + "x", "1"},
		"another mode":    {"unsubscribe", verifyToken, "1"},
		"a script":        {"subscribe", verifyToken, "<script>alert(1)</script>"},
		"no challenge":    {"subscribe", verifyToken, ""},
		"a long one":      {"subscribe", verifyToken, strings.Repeat("1", 65)},
		"digits and more": {"subscribe", verifyToken, "1\r\nSet-Cookie: a=b"},
	} {
		if got := ask(c[0], c[1], c[2]); got.StatusCode != http.StatusUnauthorized || c[2] != "" && strings.Contains(got.body, c[2]+"<") {
			t.Errorf("%s: got %d %q", name, got.StatusCode, got.body)
		}
	}
	without := setup(t) // no token was set, and so none is right
	want(t, without.send(t, http.MethodGet, "/meta/webhook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=", ""), http.StatusUnauthorized)
}

// Anybody can post to these addresses. What is not Meta's own must leave no row, and the answer must not help to do better.
func TestCallbacksThatAreNotMetas(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	body := b.uninstalled("4711")
	for name, c := range map[string]struct {
		signature, body string
		status          int
	}{
		"forged":       {signed("guess", body), body, http.StatusUnauthorized},
		"unsigned":     {"", body, http.StatusUnauthorized},
		"another body": {signed(appSecret, body), b.uninstalled("4712"), http.StatusUnauthorized},
		"nonsense":     {signed(appSecret, "nonsense"), "nonsense", http.StatusBadRequest},
		"10 MB":        {signed(appSecret, body), body + strings.Repeat(" ", 10<<20), http.StatusRequestEntityTooLarge},
	} {
		got := b.send(t, http.MethodPost, "/meta/webhook", c.body, "X-Hub-Signature-256", c.signature, "Content-Type", "application/json")
		if got.StatusCode != c.status || strings.Contains(got.body, "4711") || strings.Contains(strings.ToLower(got.body), "signature") {
			t.Errorf("webhook, %s: got %d %s", name, got.StatusCode, got.body)
		}
	}
	genuine := b.signedRequest(appSecret, "77")
	for _, path := range []string{"/meta/deauthorize", "/meta/data-deletion"} {
		for name, c := range map[string]struct {
			field, text string
			status      int
		}{
			"forged":        {"signed_request", b.signedRequest("guess", "77"), http.StatusUnauthorized},
			"truncated":     {"signed_request", genuine[:len(genuine)-3], http.StatusUnauthorized},
			"another field": {"signed", genuine, http.StatusUnauthorized},
			"large":         {"signed_request", genuine + strings.Repeat("A", 1<<20), http.StatusRequestEntityTooLarge},
		} {
			if got := b.form(t, path, c.field, c.text); got.StatusCode != c.status || strings.Contains(got.body, "confirmation") {
				t.Errorf("%s, %s: got %d %s", path, name, got.StatusCode, got.body)
			}
		}
		want(t, b.send(t, http.MethodPost, path, "%zz", "Content-Type", "application/x-www-form-urlencoded"), http.StatusBadRequest)
		want(t, b.send(t, http.MethodPost, path+"?signed_request="+genuine, "", "Content-Type", "application/x-www-form-urlencoded"), http.StatusUnauthorized)
		want(t, b.send(t, http.MethodGet, path, ""), http.StatusMethodNotAllowed)
	}
	for _, table := range []string{"meta_events", "deletions", "audit_events", "river_job"} {
		if got := b.count(t, "SELECT count(*) FROM "+table); got != 0 {
			t.Errorf("%d %s were made", got, table)
		}
	}
}

func TestCallbacksOfMetaAreKept(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	body := b.uninstalled("4711")
	for range 3 {
		want(t, b.send(t, http.MethodPost, "/meta/webhook", body, "X-Hub-Signature-256", signed(appSecret, body), "Content-Type", "application/json"), http.StatusOK)
		want(t, b.form(t, "/meta/deauthorize", "signed_request", b.signedRequest(appSecret, "77")), http.StatusOK)
	}
	if events := b.count(t, "SELECT count(*) FROM meta_events"); events != 2 {
		t.Errorf("%d events", events)
	}
}

// Meta sends again what was not answered well, so trouble of ours must not look like a refusal.
func TestCallbacksDuringAnOutageAreToBeRepeated(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	b.store.Close()
	body := b.uninstalled("4711")
	want(t, b.send(t, http.MethodPost, "/meta/webhook", body, "X-Hub-Signature-256", signed(appSecret, body)), http.StatusServiceUnavailable)
	want(t, b.form(t, "/meta/data-deletion", "signed_request", b.signedRequest(appSecret, "77")), http.StatusServiceUnavailable)
	want(t, b.send(t, http.MethodGet, "/deletion/ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""), http.StatusServiceUnavailable)
}

func TestTheDeletionPageShowsHowFarARequestIs(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	var told struct {
		URL  string `json:"url"`
		Code string `json:"confirmation_code"`
	}
	answered := b.form(t, "/meta/data-deletion", "signed_request", b.signedRequest(appSecret, "7788990011"))
	if err := json.Unmarshal([]byte(answered.body), &told); err != nil || answered.StatusCode != http.StatusOK {
		t.Fatalf("got %d %s, %v", answered.StatusCode, answered.body, err)
	}
	path, found := strings.CutPrefix(told.URL, "https://connect.example.com")
	if !found || path != "/deletion/"+told.Code || len(told.Code) < 26 {
		t.Fatalf("told %+v", told)
	}
	for _, step := range []struct{ change, title string }{
		{"SELECT $1::timestamptz", "Request received"},
		{"UPDATE deletions SET begun_at = $1", "Deletion in progress"},
		{"UPDATE deletions SET completed_at = $1, meta_user_id = NULL", "Deletion completed"},
	} {
		b.execute(t, step.change, b.clock.now())
		got := b.send(t, http.MethodGet, path, "")
		if got.StatusCode != http.StatusOK || !strings.Contains(got.body, "<h1>"+step.title+"</h1>") || !strings.Contains(got.body, b.clock.now().UTC().Format("2 January 2006")) {
			t.Errorf("%s: got %d %s", step.title, got.StatusCode, got.body)
		}
		if strings.Contains(got.body, "7788990011") {
			t.Errorf("%s: the page says whose data it is", step.title)
		}
	}
}

func TestTheDeletionPageIsForNobodyElse(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	for name, code := range map[string]string{
		"unknown": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "short": "ABC", "a script": "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "a NUL": "ABCDEFGHIJKLMNOPQRSTUVWX%00YZ",
		"a wildcard": "%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25", "long": strings.Repeat("A", 10_000),
	} {
		got := b.send(t, http.MethodGet, "/deletion/"+code, "")
		if got.StatusCode != http.StatusNotFound || !strings.Contains(got.body, "No such request") || strings.Contains(got.body, "alert(1)") {
			t.Errorf("%s: got %d %s", name, got.StatusCode, got.body)
		}
		for header, value := range map[string]string{
			"Cache-Control": "no-store", "Content-Security-Policy": deletionPolicy.String(), "Content-Type": "text/html; charset=utf-8",
			"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow",
		} {
			if got.Header.Get(header) != value {
				t.Errorf("%s: %s is %q", name, header, got.Header.Get(header))
			}
		}
	}
	if policy := deletionPolicy.String(); strings.Contains(policy, "unsafe") || strings.Contains(policy, "*") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("weak policy: %s", policy)
	}
}

// Meta sends no cookie, from another origin. What follows is the program's own doing.
func TestCallbacksNeedNoSession(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	want(t, b.form(t, "/meta/data-deletion", "signed_request", b.signedRequest(appSecret, "77")), http.StatusOK)
	if got := b.count(t, "SELECT count(*) FROM audit_events WHERE actor_kind = 'SYSTEM'"); got != 1 {
		t.Errorf("%d audit rows of the program itself", got)
	}
}

func TestVerifyTokenSetting(t *testing.T) {
	t.Parallel()
	c, err := readConfig(environ(complete(t, map[string]string{"META_WEBHOOK_VERIFY_TOKEN": verifyToken})), needsMeta...)
	if err == nil || strings.Contains(err.Error(), verifyToken) {
		t.Errorf("with spaces: %+v, %v", c.Meta, err)
	}
	c, err = readConfig(environ(complete(t, map[string]string{"META_WEBHOOK_VERIFY_TOKEN": "s0mething"})), needsMeta...)
	if err != nil || c.Meta.WebhookVerifyToken.Reveal() != "s0mething" || strings.Contains(fmt.Sprintf("%+v", c), "s0mething") {
		t.Errorf("got %v", err)
	}
}

// TestSlowSendersKeepNobodyOut: an attacker opens more requests than the program works on at a time and never ends their bodies. Meta's
// own still come through.
func TestSlowSendersKeepNobodyOut(t *testing.T) {
	t.Parallel()
	b := setupCallbacks(t)
	address := strings.TrimPrefix(b.url, "http://")
	for range maxInFlight + maxQueued + 1 {
		slow, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer slow.Close()
		if _, err := fmt.Fprintf(slow, "POST /meta/webhook HTTP/1.1\r\nHost: %s\r\nContent-Length: 1000\r\n\r\n{", address); err != nil {
			t.Fatal(err)
		}
	}
	body := b.uninstalled("123")
	got := b.send(t, http.MethodPost, "/meta/webhook", body, "Content-Type", "application/json", "X-Hub-Signature-256", signed(appSecret, body))
	if got.StatusCode != http.StatusOK {
		t.Errorf("Meta's webhook met %d", got.StatusCode)
	}
}
