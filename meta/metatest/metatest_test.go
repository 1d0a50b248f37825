package metatest_test

import (
	"net/http/httptest"
	"os"
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
		Tell: func(t *testing.T, to metatest.Callbacks) {
			t.Helper()
			err := sandbox.SetCallbacks(t.Context(), metasandbox.Callbacks{Webhook: to.Webhook, VerifyToken: to.VerifyToken, Deauthorize: to.Deauthorize})
			if err != nil {
				t.Fatal(err)
			}
		},
	}
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
