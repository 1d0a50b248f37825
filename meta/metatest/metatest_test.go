package metatest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"capiconnect/meta"
	"capiconnect/meta/metasandbox"
	"capiconnect/meta/metatest"
)

// chain owns more datasets than fit on a page, and shares others'.
const chain = "9174002938475561"

func TestSandbox(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]metasandbox.Options{
		"proof optional": {},
		"proof required": {RequireProof: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			metatest.Run(t, sandbox(t, options))
		})
	}
}

func sandbox(t *testing.T, options metasandbox.Options) metatest.Target {
	t.Helper()
	sandbox := metasandbox.New(options)
	server := httptest.NewServer(sandbox)
	t.Cleanup(server.Close)
	t.Cleanup(sandbox.Close)
	return metatest.Target{
		AppID:     sandbox.AppID(),
		AppSecret: meta.NewSecret(sandbox.AppSecret()),
		ConfigID:  sandbox.ConfigID(),
		DialogURL: server.URL,
		GraphURL:  server.URL,
		Version:   "v26.0",

		TestEventCode: "TEST12345",
		IssueCode: func(t *testing.T) string {
			t.Helper()
			code, err := sandbox.IssueCode(metasandbox.CodeRequest{BusinessID: chain})
			if err != nil {
				t.Fatal(err)
			}
			return code
		},
		Login: approve,
		Tell: func(t *testing.T, to metatest.Callbacks) {
			t.Helper()
			err := sandbox.SetCallbacks(t.Context(), metasandbox.Callbacks{Webhook: to.Webhook, VerifyToken: to.VerifyToken, Deauthorize: to.Deauthorize})
			if err != nil {
				t.Fatal(err)
			}
		},
	}
}

// approve presses Continue in the sandbox's dialog.
func approve(t *testing.T, address string) (back string) {
	t.Helper()
	form := url.Values{"step": {"datasets"}, "business": {chain}, "decision": {"continue"}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusSeeOther {
		t.Fatalf("the dialog answers %d", response.StatusCode)
	}
	return response.Header.Get("Location")
}

func TestGraphAPI(t *testing.T) {
	t.Parallel()
	target, named := metatest.FromEnvironment(os.Getenv)
	if !named {
		t.Log("META_TEST_APP_ID, META_TEST_APP_SECRET and META_TEST_TOKEN are not all set: the real Graph API was not asked")
		return
	}
	metatest.Run(t, target)
}
