package models_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// sealedWith looks like a ciphertext of a key.
func sealedWith(key uint32) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{1}, key), "nonce, text and tag"...)
}

func addCredential(t *testing.T, store *models.Store, b *models.Business, ciphertext []byte) *models.Credential {
	t.Helper()
	c := &models.Credential{
		ID: models.NewID(), BusinessID: &b.ID, State: models.CredentialLive, Origin: models.FromExchange, Ciphertext: ciphertext,
		Fingerprint: make([]byte, 32), GrantedAt: start,
	}
	if ciphertext == nil {
		c.State, c.RetiredAt = models.CredentialRetired, ptr(start)
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.StoreCredential(c) }); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestKeyUses(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	uses, err := store.KeyUses(t.Context())
	if err != nil || len(uses) != 0 {
		t.Fatalf("of an empty database: %v, %v", uses, err)
	}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateInstallation(sealedWith(7), start) }); err != nil {
		t.Fatal(err)
	}
	const high = 0xfffffffe
	for i, ciphertext := range [][]byte{sealedWith(7), sealedWith(high), sealedWith(high), nil, {1, 2, 3}} {
		addCredential(t, store, addBusiness(t, store, "10"+string(rune('0'+i)), "B"), ciphertext)
	}
	lost := addBusiness(t, store, "200", "Lost", func(b *models.Business) {
		b.Status, b.Problem = models.NeedsReconnect, models.Problem{Code: ptr(models.ProblemCredentialUnreadable), Since: ptr(start)}
	})
	addCredential(t, store, lost, sealedWith(high))
	uses, err = store.KeyUses(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []models.KeyUse{{Key: 7, Sealed: 2}, {Key: high, Sealed: 2, GivenUp: 1}, {Key: 0, Sealed: 1}}
	if diff := cmp.Diff(want, uses); diff != "" {
		t.Error(diff)
	}
}

// A batch leaves what somebody else is changing, in order that neither waits for the other.
func TestLockSealedWith(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	var ids []uuid.UUID
	for i, key := range []uint32{7, 7, 8, 7, 7} {
		c := addCredential(t, store, addBusiness(t, store, "10"+string(rune('0'+i)), "B"), sealedWith(key))
		if key == 7 {
			ids = append(ids, c.ID)
		}
	}
	batch := func(tx *models.Tx, after uuid.UUID) (found []uuid.UUID) {
		locked, err := tx.LockSealedWith(7, after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range locked {
			found = append(found, c.ID)
		}
		return found
	}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if _, err := tx.LockCredential(ids[2]); err != nil {
			return err
		}
		return store.InTx(t.Context(), func(other *models.Tx) error {
			if diff := cmp.Diff(ids[:2], batch(other, uuid.Nil)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(ids[3:], batch(other, ids[1])); diff != "" {
				t.Error(diff)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestResealOnlyWhatWasOpened(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	c := addCredential(t, store, addBusiness(t, store, "100", "B"), sealedWith(7))
	reseal := func(opened []byte) error {
		return store.InTx(t.Context(), func(tx *models.Tx) error { return tx.ResealCredential(c.ID, opened, sealedWith(8)) })
	}
	if err := reseal(sealedWith(6)); !errors.Is(err, models.ErrStale) {
		t.Errorf("another ciphertext: %v", err)
	}
	if err := reseal(sealedWith(7)); err != nil {
		t.Error(err)
	}
	if read, err := store.Credential(t.Context(), c.ID); err != nil || !bytes.Equal(read.Ciphertext, sealedWith(8)) {
		t.Errorf("stored %x, %v", read.Ciphertext, err)
	}

	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.CreateInstallation(sealedWith(7), start) }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []error{nil, models.ErrStale} {
		err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.ResealIndexKey(sealedWith(7), sealedWith(8)) })
		if !errors.Is(err, want) {
			t.Errorf("sealing the index key: %v; want %v", err, want)
		}
	}
}
