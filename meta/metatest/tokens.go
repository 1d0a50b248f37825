package metatest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

// narrowing: a token for one dataset reaches that one and no other, ends by itself without hurting the one that it was made from, and
// ends with the grant.
func (target Target) narrowing(t *testing.T) {
	token, api := target.token(t), target.api()
	user, err := api.Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	owned := all(t, api.OwnedDatasets(t.Context(), token, user.ClientBusinessID, ""))
	if len(owned) < 2 {
		t.Fatal("the business owns fewer than two datasets, so this tests nothing")
	}
	narrow := target.narrowed(t, token, user.ClientBusinessID, owned[0].ID)
	target.assertSameUser(t, token, narrow)
	if _, err := api.Dataset(t.Context(), narrow, owned[0].ID); err != nil {
		t.Errorf("its own dataset: %v", err)
	}
	if _, err := api.Dataset(t.Context(), narrow, owned[1].ID); err == nil {
		t.Error("another dataset can be read")
	}
	if _, err := api.DatasetToken(t.Context(), narrow, user.ClientBusinessID, owned[1].ID, "ads_read"); err == nil {
		t.Error("it makes a token that reaches more than it does")
	}
	for name, ask := range map[string][2]string{"nobody's dataset": {nobody, "ads_read"}, "a permission that was not granted": {owned[0].ID, "pages_manage_posts"}} {
		if _, err := api.DatasetToken(t.Context(), token, user.ClientBusinessID, ask[0], ask[1]); err == nil {
			t.Errorf("a token for %s", name)
		}
	}
	target.endNarrowed(t, token, narrow)
}

// narrowed is a token for one dataset, as debug_token shows it.
func (target Target) narrowed(t *testing.T, token meta.Token, businessID, datasetID string) meta.Token {
	t.Helper()
	narrow, err := target.api().DatasetToken(t.Context(), token, businessID, datasetID, "ads_read")
	if err != nil {
		t.Fatal(err)
	}
	info, err := target.api().DebugToken(t.Context(), narrow)
	if err != nil {
		t.Fatal(err)
	}
	want := []meta.GranularScope{{Scope: "ads_read", TargetIDs: []string{datasetID}}}
	if diff := cmp.Diff(want, info.GranularScopes); diff != "" || slices.Contains(info.Scopes, "business_management") {
		t.Errorf("it may %q (-want +got):\n%s", info.Scopes, diff)
	}
	if left := time.Until(info.ExpiresAt); left < 59*24*time.Hour || left > 61*24*time.Hour {
		t.Errorf("it lasts %v", left)
	}
	return narrow
}

// narrowedSomehow is a token for the first dataset of its business.
func (target Target) narrowedSomehow(t *testing.T, token meta.Token) meta.Token {
	t.Helper()
	user, err := target.api().Me(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	return target.narrowed(t, token, user.ClientBusinessID, all(t, target.api().OwnedDatasets(t.Context(), token, user.ClientBusinessID, ""))[0].ID)
}

func (target Target) endNarrowed(t *testing.T, token, narrow meta.Token) {
	t.Helper()
	if _, err := target.api().RevokeToken(t.Context(), narrow); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct {
		token meta.Token
		lives bool
	}{"the narrow one": {narrow, false}, "the one that it was made from": {token, true}} {
		info, err := target.api().DebugToken(t.Context(), one.token)
		if err != nil || info.Valid != one.lives {
			t.Errorf("%s lives: %v, %v", name, info.Valid, err)
		}
	}
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
