package onboarding_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/onboardingtest"
)

func macOf(secret, message string) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(message))
	return mac.Sum(nil)
}

func signatureOf(secret, body string) string {
	return "sha256=" + hex.EncodeToString(macOf(secret, body))
}

// webhook is the body with which Meta reports a change.
func webhook(field, businessID string, at time.Time) string {
	return fmt.Sprintf(`{"object":"application","entry":[{"id":"1","time":%d,"changes":[{"field":"business_integration_%s","value":{"business_manager_id":"%s"}}]}]}`,
		at.Unix(), field, businessID)
}

func signedRequest(secret, payload string) string {
	encoded := base64.RawURLEncoding.EncodeToString([]byte(payload))
	return base64.RawURLEncoding.EncodeToString(macOf(secret, encoded)) + "." + encoded
}

// requestOf is the payload of a signed request about a user.
func requestOf(userID string, at time.Time) string {
	return fmt.Sprintf(`{"user_id":"%s","algorithm":"HMAC-SHA256","issued_at":%d}`, userID, at.Unix())
}

// report hands a change in, as Meta signs it.
func report(t *testing.T, b *onboardingtest.Bundle, field, businessID string, at time.Time) {
	t.Helper()
	body := webhook(field, businessID, at)
	if err := b.ReceiveWebhook(t.Context(), signatureOf(b.Sandbox.AppSecret(), body), []byte(body)); err != nil {
		t.Fatal(err)
	}
}

// processed waits until nothing that Meta reported waits for its job.
func processed(t *testing.T, b *onboardingtest.Bundle) {
	t.Helper()
	waitFor(t, func() bool { return b.Count("SELECT count(*) FROM meta_events WHERE outcome IS NULL") == 0 })
}

func outcomes(t *testing.T, b *onboardingtest.Bundle, want string) {
	t.Helper()
	processed(t, b)
	var got string
	err := b.Store.Pool().QueryRow(t.Context(), "SELECT coalesce(string_agg(kind || ' ' || outcome, ', ' ORDER BY at, kind), '') FROM meta_events").Scan(&got)
	if err != nil || got != want {
		t.Errorf("outcomes: %q, %v; want %q", got, err, want)
	}
}

// everything is a picture of what the database remembers, by table; whether datasets can be reached is still being tried.
func everything(t *testing.T, b *onboardingtest.Bundle) map[string]string {
	t.Helper()
	picture := map[string]string{}
	for _, table := range []string{
		"attempts", "audit_events", "businesses", "credentials", "deletions", "meta_events", "onboardings",
		"orphan_grants", "permission_grants", "revocations", "sync_runs",
	} {
		var rows string
		query := "SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '') FROM " + table + " t"
		if err := b.Store.Pool().QueryRow(t.Context(), query).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		picture[table] = rows
	}
	return picture
}

// Nobody but Meta can sign. Whatever else an attacker sends, taken from what he has seen or made up, must leave no trace.
func TestWhatMetaDidNotSendChangesNothing(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	secret, now := b.Sandbox.AppSecret(), b.Clock.Now()
	uninstall, update := webhook("uninstall", connected.MetaID, now), webhook("update", connected.MetaID, now)
	user := userOf(t, b)
	genuine := signedRequest(secret, requestOf(user, now))
	signature, payload, _ := strings.Cut(genuine, ".")
	other := base64.RawURLEncoding.EncodeToString([]byte(requestOf("1", now)))
	before := everything(t, b)

	for name, forged := range map[string]struct{ signature, body string }{
		"no signature":           {"", uninstall},
		"another secret":         {signatureOf("guessed", uninstall), uninstall},
		"no secret":              {signatureOf("", uninstall), uninstall},
		"another's signature":    {signatureOf(secret, update), uninstall},
		"truncated signature":    {signatureOf(secret, uninstall)[:40], uninstall},
		"SHA-1":                  {"sha1=" + signatureOf(secret, uninstall)[7:], uninstall},
		"truncated body":         {signatureOf(secret, uninstall), uninstall[:len(uninstall)-1]},
		"one more space":         {signatureOf(secret, uninstall), uninstall + " "},
		"signed but no JSON":     {signatureOf(secret, "uninstall"), "uninstall"},
		"signed without time":    {signatureOf(secret, strings.Replace(uninstall, `"time"`, `"tame"`, 1)), strings.Replace(uninstall, `"time"`, `"tame"`, 1)},
		"signed without whom":    {signatureOf(secret, webhook("uninstall", "", now)), webhook("uninstall", "", now)},
		"signed but 10 MB large": {signatureOf(secret, uninstall+strings.Repeat(" ", 10<<20)), uninstall + strings.Repeat(" ", 10<<20)},
	} {
		if err := b.ReceiveWebhook(t.Context(), forged.signature, []byte(forged.body)); !errors.Is(err, meta.ErrForged) && !errors.Is(err, meta.ErrMalformed) {
			t.Errorf("webhook, %s: %v", name, err)
		}
	}
	for name, text := range map[string]string{
		"empty":                   "",
		"no signature":            "." + payload,
		"another secret":          signedRequest("guessed", requestOf(user, now)),
		"swapped payload":         signature + "." + other,
		"algorithm none":          signedRequest(secret, fmt.Sprintf(`{"user_id":"%s","algorithm":"none","issued_at":%d}`, user, now.Unix())),
		"unsigned algorithm none": "." + base64.RawURLEncoding.EncodeToString([]byte(`{"user_id":"`+user+`","algorithm":"none"}`)),
		"another algorithm":       signedRequest(secret, fmt.Sprintf(`{"user_id":"%s","algorithm":"HMAC-SHA1","issued_at":%d}`, user, now.Unix())),
		"truncated":               genuine[:len(genuine)-2],
		"truncated signature":     genuine[2:],
		"no user":                 signedRequest(secret, requestOf("", now)),
		"no time":                 signedRequest(secret, `{"user_id":"`+user+`","algorithm":"HMAC-SHA256"}`),
		"old":                     signedRequest(secret, requestOf(user, now.Add(-38*time.Hour))),
		"10 MB":                   genuine + strings.Repeat("A", 10<<20),
	} {
		if err := b.ReceiveDeauthorization(t.Context(), text); !errors.Is(err, meta.ErrForged) && !errors.Is(err, meta.ErrMalformed) {
			t.Errorf("deauthorization, %s: %v", name, err)
		}
		if d, err := b.ReceiveDeletionRequest(t.Context(), text); !errors.Is(err, meta.ErrForged) && !errors.Is(err, meta.ErrMalformed) || d != nil {
			t.Errorf("deletion, %s: %v, %v", name, d, err)
		}
	}
	if diff := cmp.Diff(before, everything(t, b)); diff != "" {
		t.Errorf("something changed (-before +after):\n%s", diff)
	}
	if jobs := b.Count("SELECT count(*) FROM river_job WHERE kind IN ('event', 'delete')"); jobs != 0 {
		t.Errorf("%d jobs", jobs)
	}
}

// userOf is the app-scoped id of the one system user there is.
func userOf(t *testing.T, b *onboardingtest.Bundle) (id string) {
	t.Helper()
	if err := b.Store.Pool().QueryRow(t.Context(), "SELECT meta_user_id FROM credentials WHERE state = 'LIVE'").Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

// Meta repeats what it is not sure to have delivered, and so can anybody who has seen it once.
func TestARepeatedReportHasOneEffect(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	user := userOf(t, b)
	b.Sandbox.Uninstall(connected.MetaID)
	body := webhook("uninstall", connected.MetaID, b.Clock.Now())
	signature, signed := signatureOf(b.Sandbox.AppSecret(), body), signedRequest(b.Sandbox.AppSecret(), requestOf(user, b.Clock.Now()))
	send := func() {
		if err := b.ReceiveWebhook(t.Context(), signature, []byte(body)); err != nil {
			t.Error(err)
		}
		if err := b.ReceiveDeauthorization(t.Context(), signed); err != nil {
			t.Error(err)
		}
	}
	send()
	processed(t, b)
	before := everything(t, b)
	var all sync.WaitGroup
	for range 99 {
		all.Go(send)
	}
	all.Wait()
	if diff := cmp.Diff(before, everything(t, b)); diff != "" {
		t.Errorf("something changed (-before +after):\n%s", diff)
	}
	b.Connect(onboardingtest.Coffee)
	send() // and once more, when the client has come back
	processed(t, b)
	if now := b.Business(connected.ID); now.Status != models.Connected {
		t.Errorf("a repeated report ended a new grant: %s", now.Status)
	}
}

func TestAReportOlderThanMetaRepeatsIsOnlyKept(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	b.Pass(40 * time.Hour)
	b.Sandbox.Uninstall(connected.MetaID)
	report(t, b, "uninstall", connected.MetaID, b.Clock.Now().Add(-38*time.Hour))
	outcomes(t, b, "UNINSTALL OLD")
	if b.Count("SELECT count(*) FROM river_job WHERE kind = 'event'") != 0 {
		t.Error("a job works on it")
	}
}

// While the secret is being changed Meta signs with either.
func TestReportsSignedWithTheOldSecretCountDuringARotation(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	connected := b.Connect(onboardingtest.Coffee)
	old := b.Sandbox.AppSecret()
	config := b.Config
	config.Meta = meta.New(meta.Config{
		AppID: b.Sandbox.AppID(), AppSecrets: []meta.Secret{meta.NewSecret("fresh"), meta.NewSecret(old)}, Version: "v26.0", GraphURL: b.GraphURL, Now: b.Clock.Now,
	})
	replica := b.Start(config)
	for _, secret := range []string{"fresh", old} {
		b.Clock.Advance(time.Second)
		body := webhook("update", connected.MetaID, b.Clock.Now())
		if err := replica.ReceiveWebhook(t.Context(), signatureOf(secret, body), []byte(body)); err != nil {
			t.Errorf("signed with %s: %v", secret, err)
		}
	}
}

// One body may report a thousand changes, some of them about things that do not concern us.
func TestABodyWithManyChangesIsKeptWhole(t *testing.T) {
	t.Parallel()
	b := onboardingtest.Setup(t)
	type change struct {
		Field string         `json:"field"`
		Value map[string]any `json:"value"`
	}
	changes := []change{{"ads_pixel", map[string]any{"id": 1}}}
	for i := range 999 {
		changes = append(changes, change{"business_integration_update", map[string]any{"business_manager_id": 1000 + i}})
	}
	body, err := json.Marshal(map[string]any{"object": "application", "entry": []any{map[string]any{"time": b.Clock.Now().Unix(), "changes": changes}}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := b.ReceiveWebhook(t.Context(), signatureOf(b.Sandbox.AppSecret(), string(body)), body); err != nil {
			t.Fatal(err)
		}
	}
	processed(t, b)
	if kept := b.Count("SELECT count(*) FROM meta_events WHERE outcome = 'UNKNOWN_BUSINESS'"); kept != 999 {
		t.Errorf("%d changes were kept", kept)
	}
}
