package models_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// storeCredential is a token, granted so many hours after start.
func storeCredential(t *testing.T, store *models.Store, name string, hours int, state models.CredentialState, fill func(*models.Credential)) *models.Credential {
	t.Helper()
	c := &models.Credential{
		ID: models.NewID(), State: state, Origin: models.FromExchange, Ciphertext: []byte(name), Fingerprint: fingerprint(name),
		GrantedAt: start.Add(time.Duration(hours) * time.Hour),
	}
	fill(c)
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.StoreCredential(c) }); err != nil {
		t.Fatal(err)
	}
	return c
}

func fingerprint(name string) []byte { return append(make([]byte, 32-len(name)), name...) }

func inTx(t testing.TB, store *models.Store, do func(*models.Tx) error) {
	t.Helper()
	if err := store.InTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func TestWiping(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		wipe  func(tx *models.Tx, b *models.Business, next *models.Credential) error
		wiped []string
	}{
		"the live one": {func(tx *models.Tx, b *models.Business, _ *models.Credential) error { return tx.WipeLive(b.ID, start) }, []string{"live"}},
		"the successor": {func(tx *models.Tx, _ *models.Business, next *models.Credential) error {
			return tx.WipeRefreshed(next.ID, start)
		}, []string{"next"}},
		"all of a business": {func(tx *models.Tx, b *models.Business, _ *models.Credential) error {
			return tx.WipeCredentials(b.ID, start)
		}, []string{"live", "next"}},
		"no other onboarding's": {func(tx *models.Tx, _ *models.Business, _ *models.Credential) error {
			return tx.WipePendingCredential(models.NewID(), start)
		}, nil},
		"a successor that has taken the place": {func(tx *models.Tx, b *models.Business, next *models.Credential) error {
			return errors.Join(tx.WipeLive(b.ID, start), tx.GoLive(next), tx.WipeRefreshed(next.ID, start))
		}, []string{"live"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store := modelstest.Open(t)
			b, other := addBusiness(t, store, "1", "A"), addBusiness(t, store, "2", "B")
			of := func(id uuid.UUID) func(*models.Credential) { return func(c *models.Credential) { c.BusinessID = &id } }
			all := []*models.Credential{
				storeCredential(t, store, "live", 0, models.CredentialLive, of(b.ID)), storeCredential(t, store, "next", 0, models.CredentialPending, of(b.ID)),
				storeCredential(t, store, "other", 0, models.CredentialLive, of(other.ID)),
			}
			inTx(t, store, func(tx *models.Tx) error { return test.wipe(tx, b, all[1]) })
			for _, c := range all {
				now, err := store.Credential(t.Context(), c.ID)
				wiped := slices.Contains(test.wiped, string(c.Ciphertext))
				if err != nil || (now.Ciphertext == nil) != wiped || (now.State == models.CredentialRetired) != wiped {
					t.Errorf("%s: %+v, %v", c.Ciphertext, now, err)
				}
			}
		})
	}
}

// What a business granted counts, not when its token was last replaced by another one of the same grant.
func TestHasYoungerGrant(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A")
	storeCredential(t, store, "granted", 2, models.CredentialLive, func(c *models.Credential) { c.BusinessID = &b.ID })
	inTx(t, store, func(tx *models.Tx) error { return tx.WipeLive(b.ID, start) })
	storeCredential(t, store, "refreshed", 4, models.CredentialLive, func(c *models.Credential) { c.BusinessID, c.Origin = &b.ID, models.FromRefresh })
	storeCredential(t, store, "not identified", 9, models.CredentialPending, func(*models.Credential) {})
	for hours, want := range map[int]bool{1: true, 2: false, 3: false} {
		inTx(t, store, func(tx *models.Tx) error {
			younger, err := tx.HasYoungerGrant(b.ID, start.Add(time.Duration(hours)*time.Hour))
			if younger != want {
				t.Errorf("after %d hours: %t", hours, younger)
			}
			return err
		})
	}
}

func TestACredentialIsReadInItsEpochOnly(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A", func(b *models.Business) { b.Epoch = 7 })
	live := storeCredential(t, store, "live", 0, models.CredentialLive, func(c *models.Credential) { c.BusinessID = &b.ID })
	if c, err := store.LiveCredentialIn(t.Context(), b.ID, 7); err != nil || c.ID != live.ID {
		t.Errorf("got %+v, %v", c, err)
	}
	if c, err := store.LiveCredentialIn(t.Context(), b.ID, 6); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %+v, %v", c, err)
	}
}

func TestHasTokenKnowsAlsoWhatWasWiped(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	b := addBusiness(t, store, "1", "A")
	storeCredential(t, store, "wiped", 0, models.CredentialLive, func(c *models.Credential) { c.BusinessID = &b.ID })
	inTx(t, store, func(tx *models.Tx) error { return tx.WipeCredentials(b.ID, start) })
	storeCredential(t, store, "waiting", 0, models.CredentialPending, func(*models.Credential) {})
	for name, want := range map[string]bool{"wiped": true, "waiting": true, "unknown": false} {
		inTx(t, store, func(tx *models.Tx) error {
			has, err := tx.HasToken(fingerprint(name))
			if has != want {
				t.Errorf("%s: %t", name, has)
			}
			return err
		})
	}
}
