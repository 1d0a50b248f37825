// Package sandboxtest gives a partner's test a sandbox of its own: Meta's side of Facebook Login for Business on a loopback address, and
// codes whose outcome is scripted. It must only be imported by tests, and knows nothing of this project but the sandbox.
package sandboxtest

import (
	"net/http/httptest"
	"testing"

	"capiconnect/meta/metasandbox"
)

// Sandbox is Meta's side, served at URL until the test ends. Its methods do what clients do, and break what can break.
type Sandbox struct {
	*metasandbox.Sandbox
	URL string // of the Graph API and of the login dialog; the SDK is /en_US/sdk.js below it
	t   testing.TB
}

// Start serves a sandbox for t. It has an app id, a secret and a login configuration of its own.
func Start(t testing.TB) *Sandbox {
	t.Helper()
	sandbox := metasandbox.New(metasandbox.Options{})
	server := httptest.NewServer(sandbox)
	t.Cleanup(server.Close)
	t.Cleanup(sandbox.Close)
	return &Sandbox{Sandbox: sandbox, URL: server.URL, t: t}
}

// Code is a code as the client's browser brings it from the dialog, with what is scripted to come of it. Outcomes without a code, as
// metasandbox.Decline, fail the test.
func (s *Sandbox) Code(outcome metasandbox.Outcome) string {
	s.t.Helper()
	code, err := s.IssueCode(metasandbox.CodeRequest{Outcome: outcome})
	if err != nil {
		s.t.Fatal(err)
	}
	return code
}

// Environment is what a CAPI Connect has to be started with so that this is its Meta.
func (s *Sandbox) Environment() []string {
	return []string{
		"META_APP_ID=" + s.AppID(), "META_APP_SECRET=" + s.AppSecret(), "META_CONFIG_ID=" + s.ConfigID(),
		"META_GRAPH_URL=" + s.URL, "META_DIALOG_URL=" + s.URL, "META_SDK_URL=" + s.URL + "/en_US/sdk.js",
	}
}
