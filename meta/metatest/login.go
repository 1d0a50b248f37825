package metatest

import (
	"net/url"
	"testing"

	"capiconnect/meta"
)

const (
	unknownCode  = "metatest-no-such-code"
	unknownToken = "EAAmetatestnosuchtoken"
	wrongAppID   = "1"
	wrongSecret  = "metatest-wrong-secret"
	nobody       = "1" // no business of ours has this id
)

// app: Meta tells whether app id and secret belong together, without any grant.
func (target Target) app(t *testing.T) {
	token, err := target.api().AppToken(t.Context())
	if err != nil || token.IsZero() {
		t.Errorf("right secret: %v", err)
	}
	_, err = target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).AppToken(t.Context())
	assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	_, err = target.apiWith(wrongAppID, target.AppSecret).AppToken(t.Context())
	assertFailure(t, err, meta.Misconfigured, meta.AppIDRejected)
}

// appItself: Meta tells the app about itself, and nobody who has another secret.
func (target Target) appItself(t *testing.T) {
	app, err := target.api().App(t.Context())
	if err != nil || app.ID != target.AppID || app.Name == "" {
		t.Errorf("got %+v, %v", app, err)
	}
	_, err = target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).App(t.Context())
	assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
}

// subscriptions: the app can look up what it is subscribed to, and nobody who has another secret.
func (target Target) subscriptions(t *testing.T) {
	subscriptions, err := target.api().Subscriptions(t.Context())
	if err != nil {
		t.Error(err)
	}
	for _, one := range subscriptions {
		if one.Object == "" || one.CallbackURL == "" || len(one.Fields) == 0 {
			t.Errorf("got %+v", one)
		}
	}
	_, err = target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).Subscriptions(t.Context())
	assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
}

// code: a code works once, for the right app, in the mode that it was issued for.
func (target Target) code(t *testing.T) {
	t.Run("unknown", func(t *testing.T) {
		_, err := target.api().ExchangeCode(t.Context(), unknownCode, "")
		assertFailure(t, err, meta.Client, meta.CodeInvalid)
		status, answer := target.get(t, "oauth/access_token", meta.Token{}, target.exchange(unknownCode))
		if code := answer.object("error")["code"]; status != 400 || code == nil {
			t.Errorf("status %d with %s", status, answer.keys())
		}
	})
	if target.IssueCode == nil {
		return
	}
	t.Run("works once", target.codeWorksOnce)
	t.Run("wrong secret", func(t *testing.T) {
		_, err := target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).ExchangeCode(t.Context(), target.IssueCode(t), "")
		assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	})
	t.Run("popup's with a redirect URI", func(t *testing.T) {
		_, err := target.api().ExchangeCode(t.Context(), target.IssueCode(t), "https://metatest.example/callback")
		assertFailure(t, err, meta.Misconfigured, meta.RedirectMismatch)
	})
}

func (target Target) codeWorksOnce(t *testing.T) {
	code := target.IssueCode(t)
	status, answer := target.get(t, "oauth/access_token", meta.Token{}, target.exchange(code))
	if status != 200 || answer.text("access_token") == "" || answer.text("token_type") != "bearer" {
		t.Fatalf("status %d with %s", status, answer.keys())
	}
	_, err := target.api().ExchangeCode(t.Context(), code, "")
	assertFailure(t, err, meta.Client, meta.CodeUsed)
	status, answer = target.get(t, "oauth/access_token", meta.Token{}, target.exchange(code))
	assertError(t, status, answer, 100, 36009)
}

// redirect: the dialog sends the client back to the redirect URI as it was given, with the state, and the code works with exactly that URI.
func (target Target) redirect(t *testing.T) {
	const registered = "https://metatest.example/callback?kept=1"
	login := func(t *testing.T) url.Values {
		t.Helper()
		dialog := meta.Dialog{URL: target.DialogURL, Version: target.Version, AppID: target.AppID, ConfigID: target.ConfigID}
		address, err := dialog.Address(registered, "state & more")
		if err != nil {
			t.Fatal(err)
		}
		back, err := url.Parse(target.Login(t, address))
		if err != nil {
			t.Fatal(err)
		}
		query := back.Query()
		if back.Host != "metatest.example" || back.Path != "/callback" || query.Get("kept") != "1" || query.Get("state") != "state & more" || query.Get("code") == "" {
			t.Fatalf("the client came back to %s%s with %d parameters", back.Host, back.Path, len(query))
		}
		return query
	}
	for name, other := range map[string]string{"none": "", "another path": "https://metatest.example/callback/?kept=1", "no query": "https://metatest.example/callback", "another host": "https://other.example/callback?kept=1"} {
		t.Run(name, func(t *testing.T) {
			_, err := target.api().ExchangeCode(t.Context(), login(t).Get("code"), other)
			assertFailure(t, err, meta.Misconfigured, meta.RedirectMismatch)
		})
	}
	t.Run("the same", func(t *testing.T) {
		code := login(t).Get("code")
		grant, err := target.api().ExchangeCode(t.Context(), code, registered)
		if err != nil || grant.Token.IsZero() {
			t.Errorf("got %v", err)
		}
		_, err = target.api().ExchangeCode(t.Context(), code, registered)
		assertFailure(t, err, meta.Client, meta.CodeUsed)
	})
}

func (target Target) exchange(code string) map[string][]string {
	return values("client_id", target.AppID, "client_secret", target.AppSecret.Reveal(), "code", code)
}

// debugToken: what a token is, is told to the app, with 200 even for one that is no token.
func (target Target) debugToken(t *testing.T) {
	token := target.token(t)
	t.Run("form", func(t *testing.T) {
		app := meta.NewToken(target.AppID + "|" + target.AppSecret.Reveal())
		status, answer := target.get(t, "debug_token", app, values("input_token", token.Reveal()))
		data := answer.object("data")
		if status != 200 || data["is_valid"] != true || data.text("app_id") != target.AppID || data.text("type") != "SYSTEM_USER" {
			t.Errorf("status %d with %s of type %q", status, data.keys(), data.text("type"))
		}
		if scopes, isList := data["scopes"].([]any); !isList || len(scopes) == 0 {
			t.Error("no scopes")
		}
	})
	t.Run("living", func(t *testing.T) {
		info, err := target.api().DebugToken(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if !info.Valid || info.AppID != target.AppID || info.Type != meta.TokenSystemUser || info.UserID == "" || info.Err != nil {
			t.Errorf("got %+v", info)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		info, err := target.api().DebugToken(t.Context(), meta.NewToken(unknownToken))
		if err != nil {
			t.Fatal(err)
		}
		if info.Valid || info.Err == nil || info.Err.Code != 190 || info.Err.Class != meta.Auth {
			t.Errorf("got %+v", info)
		}
	})
	t.Run("wrong secret", func(t *testing.T) {
		_, err := target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).DebugToken(t.Context(), token)
		assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	})
	t.Run("no caller", func(t *testing.T) {
		status, answer := target.get(t, "debug_token", meta.Token{}, values("input_token", token.Reveal()))
		assertError(t, status, answer, 100, 0)
	})
}
