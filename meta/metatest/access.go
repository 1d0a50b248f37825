package metatest

import (
	"testing"

	"capiconnect/meta"
)

// authorisation: a token is taken in either place, a proof is checked, and no token is nothing.
func (target Target) authorisation(t *testing.T) {
	token := target.token(t)
	t.Run("token in the query", func(t *testing.T) {
		status, answer := target.get(t, "me", meta.Token{}, target.as(token, "access_token", token.Reveal()))
		if status != 200 || answer.text("id") == "" {
			t.Errorf("status %d with %s", status, answer.keys())
		}
	})
	t.Run("wrong proof", func(t *testing.T) {
		status, answer := target.get(t, "me", token, values("appsecret_proof", "00"))
		assertError(t, status, answer, 100, 0)
		_, err := target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).Me(t.Context(), token)
		assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	})
	t.Run("no token", func(t *testing.T) {
		status, answer := target.get(t, "me", meta.Token{}, nil)
		if status < 400 || answer.object("error")["code"] == nil {
			t.Errorf("status %d with %s", status, answer.keys())
		}
	})
	t.Run("unknown token", func(t *testing.T) {
		_, err := target.api().Me(t.Context(), meta.NewToken(unknownToken))
		assertFailure(t, err, meta.Auth, "")
	})
}

// revocation: a revoked token is dead for everybody at once, and stays so however often it is revoked.
func (target Target) revocation(t *testing.T) {
	token, api := target.token(t), target.api()
	receipt, err := api.RevokeToken(t.Context(), token)
	if err != nil || receipt.AlreadyInvalid {
		t.Fatalf("got %+v, %v", receipt, err)
	}
	if len(receipt.FBTraceIDs) == 0 {
		t.Error("no trace id to show for it")
	}
	info, err := api.DebugToken(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if info.Valid || info.Err == nil || info.Err.Code != 190 || info.Err.Reason != meta.TokenRevoked {
		t.Errorf("got %+v", info)
	}
	_, err = api.Me(t.Context(), token)
	assertFailure(t, err, meta.Auth, meta.TokenRevoked)
	for name, again := range map[string]func() (meta.Receipt, error){
		"revoking":    func() (meta.Receipt, error) { return api.RevokeToken(t.Context(), token) },
		"withdrawing": func() (meta.Receipt, error) { return api.DeletePermissions(t.Context(), token) },
	} {
		if receipt, err := again(); err != nil || !receipt.AlreadyInvalid {
			t.Errorf("%s afterwards: %+v, %v", name, receipt, err)
		}
	}
	if target.IssueCode != nil {
		t.Run("by uninstalling", target.uninstall)
	}
}

// uninstall: withdrawing all permissions ends the token too, and a new grant is not affected.
func (target Target) uninstall(t *testing.T) {
	token, api := target.token(t), target.api()
	narrow := target.narrowedSomehow(t, token)
	receipt, err := api.DeletePermissions(t.Context(), token)
	if err != nil || receipt.AlreadyInvalid {
		t.Fatalf("got %+v, %v", receipt, err)
	}
	info, err := api.DebugToken(t.Context(), token)
	if err != nil || info.Valid || info.Err == nil || info.Err.Class != meta.Auth {
		t.Errorf("got %+v, %v", info, err)
	}
	if info, err := api.DebugToken(t.Context(), narrow); err != nil || info.Valid {
		t.Errorf("a token that was made from it lives on: %v, %v", info.Valid, err)
	}
	if _, err := api.Me(t.Context(), target.token(t)); err != nil {
		t.Errorf("a new grant: %v", err)
	}
}
