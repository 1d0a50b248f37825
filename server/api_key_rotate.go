package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

const maxOverlapDays = 30

type apiKeyRotateCommand struct {
	ID      uuid.UUID `arg:"" help:"The key's id: see capiconnect api-key list."`
	Expires string    `default:"365d" placeholder:"DAYS" help:"When it stops working, at most 365d."`
	Overlap string    `default:"1d" placeholder:"DAYS" help:"How long the former secret still works, from 0d, when it has leaked, to 30d."`
}

// Run gives a key a new secret and prints that, alone, on standard output.
func (cmd apiKeyRotateCommand) Run(ctx context.Context, env *environment) error {
	now := time.Now()
	expires, err := inDays("--expires", cmd.Expires, now, 1, apiKeyMaxDays)
	if err != nil {
		return err
	}
	until, err := inDays("--overlap", cmd.Overlap, now, 0, maxOverlapDays)
	if err != nil {
		return err
	}
	var secret string
	key, err := changeAPIKey(ctx, env, cmd.ID, "api key: rotated", now, func(key *models.APIKey) error {
		if !key.Works(now) {
			return fmt.Errorf("API key %q works no more; capiconnect api-key create makes another", key.Name)
		}
		key.FormerHash, key.FormerUntil, key.ExpiresAt = key.KeyHash, &until, &expires
		secret = newSecret(key)
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(env.stderr, "The former secret works until %s.\n", until.UTC().Format(time.RFC3339))
	return printSecret(env, key, secret)
}

type apiKeyRevokeCommand struct {
	ID uuid.UUID `arg:"" help:"The key's id: see capiconnect api-key list."`
}

// Run ends a key at once and for good.
func (cmd apiKeyRevokeCommand) Run(ctx context.Context, env *environment) error {
	now := time.Now()
	key, err := changeAPIKey(ctx, env, cmd.ID, "api key: revoked", now, func(key *models.APIKey) error {
		if key.RevokedAt != nil {
			return fmt.Errorf("API key %q was revoked on %s", key.Name, key.RevokedAt.Format(time.DateOnly))
		}
		key.RevokedAt = &now
		return nil
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stderr, "API key %q works no more.\n", key.Name)
	return err
}

// changeAPIKey carries out and notes a change of one key, unless change refuses.
func changeAPIKey(
	ctx context.Context, env *environment, id uuid.UUID, action string, now time.Time, change func(*models.APIKey) error,
) (key *models.APIKey, err error) {
	c, err := readConfig(env.getenv)
	if err != nil {
		return nil, err
	}
	err = withStore(ctx, c, func(store *models.Store) error {
		return store.InTx(ctx, func(tx *models.Tx) (err error) {
			if key, err = tx.LockAPIKey(id); errors.Is(err, models.ErrNotFound) {
				return fmt.Errorf("there is no API key %s; capiconnect api-key list shows all", id)
			}
			if err == nil {
				err = change(key)
			}
			if err == nil {
				err = tx.UpdateAPIKey(key)
			}
			if err != nil {
				return err
			}
			return tx.Audit(commandEvent(now, action, "api key", key.ID, models.JSON{"name": key.Name}))
		})
	})
	return key, err
}
