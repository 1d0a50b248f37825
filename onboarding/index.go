package onboarding

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"capiconnect/models"
	"capiconnect/models/seal"
)

const indexKeyRow = "installation/index_key"

// indexKey keys the HMACs by which codes and tokens are recognised without being stored.
type indexKey []byte

func (k indexKey) hmac(purpose, value string) []byte {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(purpose + "\x00" + value))
	return mac.Sum(nil)
}

func openIndexKey(ctx context.Context, store *models.Store, sealer *seal.Sealer, now time.Time) (indexKey, error) {
	installation, err := store.Installation(ctx)
	if errors.Is(err, models.ErrNotFound) {
		if err := writeIndexKey(ctx, store, sealer, now); err != nil {
			return nil, err
		}
		installation, err = store.Installation(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("reading the installation: %w", err)
	}
	return unsealIndexKey(installation, sealer)
}

// readIndexKey is openIndexKey for a command, which must not write the key: ErrNotFound where the program has never run.
func readIndexKey(ctx context.Context, store *models.Store, sealer *seal.Sealer) (indexKey, error) {
	installation, err := store.Installation(ctx)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, fmt.Errorf("the program has never run with this database: %w", err)
	case err != nil:
		return nil, fmt.Errorf("reading the installation: %w", err)
	}
	return unsealIndexKey(installation, sealer)
}

func unsealIndexKey(installation *models.Installation, sealer *seal.Sealer) (indexKey, error) {
	key, err := sealer.Open(installation.IndexKey, indexKeyRow)
	if err != nil {
		return nil, fmt.Errorf("the encryption keyset is not that of the database: %w", err)
	}
	return key, nil
}

func writeIndexKey(ctx context.Context, store *models.Store, sealer *seal.Sealer, now time.Time) error {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails: https://pkg.go.dev/crypto/rand#Read
	sealed, err := sealer.Seal(key, indexKeyRow)
	if err != nil {
		return err
	}
	err = store.InTx(ctx, func(tx *models.Tx) error { return tx.CreateInstallation(sealed, now) })
	if errors.Is(err, models.ErrExists) {
		return nil // another replica started first; its key counts
	}
	return err
}
