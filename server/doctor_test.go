package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"capiconnect/meta/metasandbox"
)

// examine runs `capiconnect doctor` beside the program.
func (i *installation) examine() (code int, stdout, stderr string) {
	i.t.Helper()
	var out, err bytes.Buffer
	code = run(i.t.Context(), []string{"doctor"}, i.getenv, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

// The command, beside the real program between a sandbox and a database: what is well, what is wrong, and what it prints of it.
func TestTheDoctorOfARunningProgram(t *testing.T) {
	t.Parallel()
	i := install(t)
	i.env["META_WEBHOOK_VERIFY_TOKEN"] = "verify-me-4711"
	i.env["OIDC_ISSUER"], i.env["OIDC_CLIENT_ID"], i.env["OIDC_CLIENT_SECRET"] = "", "", ""
	stop := i.start()
	defer stop()
	i.env["PUBLIC_URL"] = i.url
	callbacks := metasandbox.Callbacks{
		Webhook: i.url + "/meta/webhook", Deauthorize: i.url + "/meta/deauthorize", DataDeletion: i.url + "/meta/data-deletion", VerifyToken: "verify-me-4711",
	}
	if err := i.sandbox.SetCallbacks(t.Context(), callbacks); err != nil {
		t.Fatal(err)
	}
	key := i.apiKey("admin")
	if _, body := i.ask(key, completeDocument, map[string]any{"code": i.code(metasandbox.CodeRequest{BusinessID: coffee})}); !strings.Contains(body, "COMPLETED") {
		t.Fatal(body)
	}

	code, stdout, stderr := i.examine()
	if code != exitOK || strings.Contains(stdout, "What to do") || strings.Count(stdout, "\nok ") != 12 {
		t.Errorf("a program that is well: %d\n%s%s", code, stdout, stderr)
	}
	_, body := i.ask(key, `{ setup(fresh: true) { checks { state } } settings { environment { name value isSet } } }`, nil)
	if strings.Count(body, `"OK"`) != 12 {
		t.Errorf("the query finds otherwise: %s", body)
	}
	for _, secret := range []string{i.sandbox.AppSecret(), "verify-me-4711", i.env["ENCRYPTION_KEYSET"], i.env["DATABASE_URL"]} {
		if strings.Contains(body+stdout+stderr, secret) {
			t.Errorf("%q is shown", secret)
		}
	}
	var told struct {
		Data struct {
			Settings struct {
				Environment []struct {
					Name  string
					IsSet bool
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &told); err != nil || len(told.Data.Settings.Environment) != len(settings) {
		t.Errorf("%d of %d settings, %v", len(told.Data.Settings.Environment), len(settings), err)
	}
	for _, s := range told.Data.Settings.Environment {
		unset := []string{"POSTGRES_BIN", "ALLOWED_ORIGINS", "TRUSTED_PROXIES", "OTEL_EXPORTER_OTLP_ENDPOINT", "DATABASE_SESSION_URL", "DATABASE_READ_URL"}
		if s.IsSet == (slices.Contains(unset, s.Name) || strings.HasPrefix(s.Name, "OIDC_")) {
			t.Errorf("%s: %t", s.Name, s.IsSet)
		}
	}

	i.sandbox.RotateSecret("another")
	callbacks.Webhook = ""
	if err := i.sandbox.SetCallbacks(t.Context(), callbacks); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr = i.examine()
	if code != exitFailed || !strings.Contains(stdout, "failed   App id and secret") || !strings.Contains(stdout, "by whoever runs the program:\n  Copy the app secret") ||
		!strings.Contains(stdout, "/settings/basic/") || !strings.Contains(stderr, "1 of 12 checks failed") {
		t.Errorf("with another secret: %d\n%s%s", code, stdout, stderr)
	}
}

// A doctor who needs a patient that is well is of no use.
func TestTheDoctorOfAProgramThatIsDown(t *testing.T) {
	t.Parallel()
	i := install(t)
	i.env["PUBLIC_URL"] = "http://127.0.0.1:1"
	i.env["DATABASE_URL"] = "postgres://nobody@127.0.0.1:1/nothing"
	code, stdout, stderr := i.examine()
	if code != exitFailed || !strings.Contains(stdout, "failed   Database") || !strings.Contains(stdout, "failed   Public address") || !strings.Contains(stdout, "ok       App id and secret") {
		t.Errorf("%d\n%s%s", code, stdout, stderr)
	}
	delete(i.env, "META_APP_SECRET")
	if code, _, stderr := i.examine(); code != exitConfig || !strings.Contains(stderr, "META_APP_SECRET is missing") {
		t.Errorf("without its settings: %d, %s", code, stderr)
	}
}
