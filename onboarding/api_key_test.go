package onboarding_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

func (b *accessBundle) key(name string, scopes ...models.Scope) (*models.APIKey, string) {
	b.t.Helper()
	key, secret, err := b.CreateAPIKey(b.t.Context(), onboarding.CreateAPIKeyInput{Name: name, Scopes: scopes})
	if err != nil {
		b.t.Fatal(err)
	}
	return key, *secret
}

// takes tells whether a secret opens the API.
func (b *accessBundle) takes(secret string) bool {
	b.t.Helper()
	hash := models.HashBearer(secret)
	key, err := b.Store.APIKeyByHash(b.t.Context(), hash)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		b.t.Fatal(err)
	}
	return err == nil && key.Takes(hash, b.now)
}

func TestAKeyHasAYearAndWhatItWasGiven(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	key, secret := b.key(" backend ", models.ScopeOnboardingsWrite, models.ScopeBusinessesRead, models.ScopeOnboardingsWrite)
	want := []models.Scope{models.ScopeBusinessesRead, models.ScopeOnboardingsWrite}
	if diff := cmp.Diff(want, key.ScopeList()); diff != "" || key.Name != "backend" || !strings.HasSuffix(secret, key.Hint) {
		t.Errorf("%+v\n%s", key, diff)
	}
	b.now = b.now.AddDate(0, 0, 365).Add(-time.Second)
	if !b.takes(secret) {
		t.Error("it has ended before a year")
	}
	b.now = b.now.Add(time.Second)
	if b.takes(secret) {
		t.Error("it works after a year")
	}
}

func TestBadKeysAreNotMade(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	read, days := []models.Scope{models.ScopeBusinessesRead}, func(n int) *int { return &n }
	for field, inputs := range map[string][]onboarding.CreateAPIKeyInput{
		"name":          {{Name: " ", Scopes: read}, {Name: strings.Repeat("a", 101), Scopes: read}, {Name: "a\x00", Scopes: read}},
		"scopes":        {{Name: "a"}, {Name: "a", Scopes: []models.Scope{"everything"}}},
		"expiresInDays": {{Name: "a", Scopes: read, ExpiresInDays: days(0)}, {Name: "a", Scopes: read, ExpiresInDays: days(366)}},
	} {
		for _, in := range inputs {
			_, secret, err := b.CreateAPIKey(t.Context(), in)
			var told *onboarding.Error
			if !errors.As(err, &told) || told.Field[1] != field || secret != nil {
				t.Errorf("%s: %v", field, err)
			}
		}
	}
	if n := b.count("SELECT count(*) FROM api_keys"); n != 0 {
		t.Errorf("%d keys", n)
	}
}

// Whoever stole a secret has it for as long as the owner allowed, be it no time at all; one that was stolen before the last rotation ends.
func TestARotationEndsAllSecretsButTheLast(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	key, first := b.key("backend", models.ScopeBusinessesRead)
	rotate := func(overlap int) string {
		_, secret, err := b.RotateAPIKey(t.Context(), onboarding.RotateAPIKeyInput{APIKeyID: key.ID, OverlapDays: &overlap})
		if err != nil {
			t.Fatal(err)
		}
		return *secret
	}
	second := rotate(2)
	if !b.takes(first) || !b.takes(second) {
		t.Error("there is a gap between the secrets")
	}
	third := rotate(2)
	if b.takes(first) || !b.takes(second) || !b.takes(third) {
		t.Error("not the last two secrets work")
	}
	b.now = b.now.AddDate(0, 0, 2)
	if b.takes(second) || !b.takes(third) {
		t.Error("the former secret works longer than it was to, or the new one does not")
	}
	if fourth := rotate(0); b.takes(third) || !b.takes(fourth) {
		t.Error("a leaked secret works on")
	}
}

func TestAnEndedKeyStaysEnded(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	key, secret := b.key("backend", models.ScopeBusinessesRead)
	if _, err := b.RevokeAPIKey(t.Context(), key.ID); err != nil || b.takes(secret) {
		t.Fatalf("revoked: %v", err)
	}
	if _, err := b.RevokeAPIKey(t.Context(), key.ID); codeOf(err) != onboarding.APIKeyEnded {
		t.Errorf("revoked twice: %v", err)
	}
	expired, _ := b.key("old", models.ScopeBusinessesRead)
	b.now = b.now.AddDate(1, 0, 1)
	for _, id := range []uuid.UUID{key.ID, expired.ID} {
		if _, secret, err := b.RotateAPIKey(t.Context(), onboarding.RotateAPIKeyInput{APIKeyID: id}); codeOf(err) != onboarding.APIKeyEnded || secret != nil {
			t.Errorf("rotated: %v", err)
		}
	}
	if _, err := b.RevokeAPIKey(t.Context(), uuid.New()); codeOf(err) != onboarding.NotFound {
		t.Errorf("a key that is none: %v", err)
	}
}

// What PostgreSQL filters by must be what the row says of itself.
func TestKeysAreFoundByTheirState(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	b.key("expired", models.ScopeBusinessesRead)
	b.now = b.now.AddDate(1, 0, 0)
	b.key("active", models.ScopeBusinessesRead)
	revoked, _ := b.key("revoked", models.ScopeBusinessesRead)
	if _, err := b.RevokeAPIKey(t.Context(), revoked.ID); err != nil {
		t.Fatal(err)
	}
	for state, name := range map[models.APIKeyState]string{models.APIKeyActive: "active", models.APIKeyExpired: "expired", models.APIKeyRevoked: "revoked"} {
		page, err := b.Store.APIKeys(t.Context(), &models.APIKeyFilter{State: []models.APIKeyState{state}}, b.now, models.Paging{})
		if err != nil || len(page.Edges) != 1 || page.Edges[0].Node.Name != name || page.Edges[0].Node.State(b.now) != state {
			t.Errorf("%s: %+v, %v", state, page, err)
		}
	}
}
