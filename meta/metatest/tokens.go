package metatest

import (
	"testing"
	"time"

	"capiconnect/meta"
)

// refreshing: a fresh token lasts 60 days, and the old one lives on beside it.
func (target Target) refreshing(t *testing.T) {
	token, api := target.token(t), target.api()
	fresh, err := api.RefreshToken(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if day := 24 * time.Hour; fresh.Token.IsZero() || fresh.ExpiresIn < 59*day || fresh.ExpiresIn > 60*day {
		t.Errorf("expires in %v", fresh.ExpiresIn)
	}
	target.assertSameUser(t, token, fresh.Token)
	_, err = api.RefreshToken(t.Context(), meta.NewToken(unknownToken))
	assertFailure(t, err, meta.Auth, "")
	_, err = target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).RefreshToken(t.Context(), token)
	assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
}

// fetching: the system user's token can be had again by whoever holds one and has the app secret.
func (target Target) fetching(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	fetched, err := api.FetchToken(t.Context(), token, user.ClientBusinessID)
	if err != nil {
		t.Fatal(err)
	}
	target.assertSameUser(t, token, fetched)
	if _, err := api.FetchToken(t.Context(), token, nobody); err == nil {
		t.Error("another business's token can be had")
	}
	_, err = target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).FetchToken(t.Context(), token, user.ClientBusinessID)
	assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	_, err = api.FetchToken(t.Context(), meta.NewToken(unknownToken), user.ClientBusinessID)
	assertFailure(t, err, meta.Auth, "")
}

// assertSameUser asserts that both tokens live and speak for one system user.
func (target Target) assertSameUser(t *testing.T, a, b meta.Token) {
	t.Helper()
	var users []string
	for _, token := range []meta.Token{a, b} {
		info, err := target.api().DebugToken(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		if !info.Valid {
			t.Errorf("a token is dead: %v", info.Err)
		}
		users = append(users, info.UserID)
	}
	if users[0] != users[1] {
		t.Errorf("users %q", users)
	}
}

// connectedBusinesses: the app is told who has granted it something, and nobody else is.
func (target Target) connectedBusinesses(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	listed := false
	for page, err := range api.ConnectedBusinesses(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, business := range page {
			listed = listed || business.ID == user.ClientBusinessID
		}
	}
	if !listed {
		t.Error("the business that gave the token is not listed")
	}
	for _, err := range target.apiWith(target.AppID, meta.NewSecret(wrongSecret)).ConnectedBusinesses(t.Context()) {
		assertFailure(t, err, meta.Misconfigured, meta.AppSecretRejected)
	}
	status, answer := target.get(t, target.AppID+"/connected_client_businesses", token, target.as(token))
	if status < 400 || answer.object("error")["code"] == nil {
		t.Errorf("a client may ask: status %d with %s", status, answer.keys())
	}
}
