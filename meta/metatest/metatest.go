// Package metatest is one suite of what our client relies on in Meta's Graph API, run against the sandbox by this
// package's own tests and, with credentials in the environment, against the real thing. What both pass is where the
// sandbox can be trusted.
//
// It owns the statements about Meta. It must not know how the sandbox or the client does anything, and is imported by
// tests only. Where the form of an answer matters it speaks plain HTTP; elsewhere it uses package meta.
//
// # The real Graph API
//
//	META_TEST_APP_ID         the app
//	META_TEST_APP_SECRET     its secret
//	META_TEST_TOKEN          a business integration system user's token of that app, with one dataset or more
//	META_TEST_REVOKE         1: the token may be revoked in the end, so that revoking is tested too
//	META_TEST_EVENT_CODE     a test event code of the token's first dataset: one event is sent there, which counts
//	META_TEST_GRAPH_URL      default https://graph.facebook.com
//	META_TEST_GRAPH_VERSION  default v26.0
//
// A code comes from a person who presses a button, so what needs a fresh one is tested against the sandbox only.
package metatest

import (
	"cmp"
	"testing"

	"capiconnect/meta"
)

// Target is a Graph API to test, and the app to test it with.
type Target struct {
	AppID     string
	AppSecret meta.Secret
	ConfigID  string
	DialogURL string
	GraphURL  string
	Version   string

	// IssueCode returns a fresh code of a client who uses the login popup, always of the same business. Nil where only a
	// person can get one; then Token is used.
	IssueCode func(t *testing.T) string
	// Login sends a client of the same business to the dialog at this address, and returns where it sends the client back to. Nil where only
	// a person can use the dialog.
	Login func(t *testing.T, address string) (back string)
	Token meta.Token
	// MayRevoke allows to revoke Token, and to make others beside it.
	MayRevoke bool
	// TestEventCode allows to send an event to the first dataset. Empty where that would be one too many.
	TestEventCode string

	// Tell makes Meta use these callbacks from now on. Nil where they cannot reach this machine.
	Tell func(t *testing.T, to Callbacks)
}

// Callbacks are an app's addresses.
type Callbacks struct {
	Webhook, VerifyToken, Deauthorize string
}

// FromEnvironment returns the Graph API that the environment names, or false when it names none.
func FromEnvironment(getenv func(string) string) (Target, bool) {
	target := Target{
		AppID:     getenv("META_TEST_APP_ID"),
		AppSecret: meta.NewSecret(getenv("META_TEST_APP_SECRET")),
		GraphURL:  cmp.Or(getenv("META_TEST_GRAPH_URL"), "https://graph.facebook.com"),
		Version:   cmp.Or(getenv("META_TEST_GRAPH_VERSION"), "v26.0"),
		Token:     meta.NewToken(getenv("META_TEST_TOKEN")),
		MayRevoke: getenv("META_TEST_REVOKE") == "1",

		TestEventCode: getenv("META_TEST_EVENT_CODE"),
	}
	return target, target.AppID != "" && !target.AppSecret.IsZero() && !target.Token.IsZero()
}

// Run checks every statement, one after the other, those that end the grant last.
func Run(t *testing.T, target Target) {
	t.Run("app", target.app)
	t.Run("app itself", target.appItself)
	t.Run("subscriptions", target.subscriptions)
	t.Run("code", target.code)
	if target.Login != nil {
		t.Run("redirect", target.redirect)
	}
	t.Run("debug token", target.debugToken)
	t.Run("me", target.me)
	t.Run("business", target.business)
	t.Run("datasets", target.datasets)
	if target.TestEventCode != "" {
		t.Run("events", target.events)
	}
	t.Run("authorisation", target.authorisation)
	t.Run("connected businesses", target.connectedBusinesses)
	t.Run("fetching", target.fetching)
	if target.mayRevoke() {
		t.Run("narrowing", target.narrowing)
		t.Run("refreshing", target.refreshing)
		t.Run("revocation", target.revocation)
	}
	if target.Tell != nil && target.IssueCode != nil {
		t.Run("callbacks", target.callbacks)
	}
}

func (target Target) mayRevoke() bool { return target.IssueCode != nil || target.MayRevoke }

func (target Target) api() *meta.API { return target.apiWith(target.AppID, target.AppSecret) }

func (target Target) apiWith(appID string, secret meta.Secret) *meta.API {
	return meta.New(meta.Config{
		AppID: appID, AppSecrets: []meta.Secret{secret}, GraphURL: target.GraphURL, Version: target.Version,
	})
}

// token is a living token.
func (target Target) token(t *testing.T) meta.Token {
	t.Helper()
	if target.IssueCode == nil {
		return target.Token
	}
	grant, err := target.api().ExchangeCode(t.Context(), target.IssueCode(t), "")
	if err != nil {
		t.Fatal(err)
	}
	return grant.Token
}
