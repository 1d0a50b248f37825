package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func addKey(t *testing.T, store *models.Store) (*models.APIKey, []byte) {
	t.Helper()
	_, hash := models.NewBearer("capi_")
	key := &models.APIKey{ID: models.NewID(), Name: "shop", KeyHash: hash, Scopes: models.Strings{"businesses:read"}, CreatedAt: start}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateAPIKey(key) }); err != nil {
		t.Fatal(err)
	}
	return key, hash
}

func revokeKey(t *testing.T, store *models.Store, key *models.APIKey) {
	t.Helper()
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		locked, err := tx.LockAPIKey(key.ID)
		if err != nil {
			return err
		}
		locked.RevokedAt = &start
		return tx.UpdateAPIKey(locked)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func isRevoked(t *testing.T, store *models.Store, hash []byte) bool {
	t.Helper()
	key, err := store.APIKeyByHash(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	return key.RevokedAt != nil
}

// Whoever has revoked a key sees it refused by the next request.
func TestAKeyThatIsRevokedHereIsRevokedAtOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	key, hash := addKey(t, store)
	if isRevoked(t, store, hash) {
		t.Fatal("before anybody has revoked it")
	}
	revokeKey(t, store, key)
	if !isRevoked(t, store, hash) {
		t.Error("it still works")
	}
}

// A key that a command or another replica has revoked works as long as it takes to say so.
func TestAKeyThatIsRevokedElsewhereIsHeardOf(t *testing.T) {
	t.Parallel()
	url := modelstest.Database(t)
	here, elsewhere := openURL(t, url), openURL(t, url)
	key, hash := addKey(t, elsewhere)
	changes := models.NewChanges(here)
	listening, stop := changes.Watch(key.ID)
	defer stop()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	go changes.Listen(ctx)
	<-listening // Listen wakes everybody once it listens
	if isRevoked(t, here, hash) {
		t.Fatal("before anybody has revoked it")
	}
	revokeKey(t, elsewhere, key)
	for !isRevoked(t, here, hash) {
		if ctx.Err() != nil {
			t.Fatal("it was not heard of")
		}
	}
}

// Keys that are not there are not remembered: there are too many of them.
func TestAKeyThatWasNotThereIsFoundWhenItIs(t *testing.T) {
	t.Parallel()
	url := modelstest.Database(t)
	here, elsewhere := openURL(t, url), openURL(t, url)
	_, unknown := models.NewBearer("capi_")
	if _, err := here.APIKeyByHash(t.Context(), unknown); !errors.Is(err, models.ErrNotFound) {
		t.Fatal(err)
	}
	_, hash := addKey(t, elsewhere)
	if isRevoked(t, here, hash) {
		t.Error("a new key is not found")
	}
}

// That a key is used is written once a minute, not once a request.
func TestTheUseOfAKnownKeyIsNotedOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	_, hash := addKey(t, store)
	for i := range 3 {
		key, err := store.APIKeyByHash(t.Context(), hash)
		if err != nil {
			t.Fatal(err)
		}
		if isNoted := key.LastUsedAt != nil; isNoted != (i > 0) {
			t.Errorf("use %d: last used at %v", i, key.LastUsedAt)
		}
		if err := store.NoteAPIKeyUse(t.Context(), key, start); err != nil {
			t.Fatal(err)
		}
	}
}

func openURL(t *testing.T, url string) *models.Store {
	t.Helper()
	store, err := models.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	return store
}
