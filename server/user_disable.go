package main

import (
	"context"
	"fmt"
	"time"

	"capiconnect/models"
)

type userDisableCommand struct{ MemberOfStaff }

// Run keeps somebody out from now on: they are signed out, and their password and links are gone for good.
func (cmd userDisableCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(_ config, store *models.Store, user *models.User) error {
		now := time.Now()
		err := store.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.DisableUser(user.ID, now); err != nil {
				return err
			}
			if err := tx.DropSignInLinks(user.ID); err != nil {
				return err
			}
			return tx.Audit(commandEvent(now, "user: disabled", "user", user.ID, nil))
		})
		if err == nil {
			err = newSessions(store, time.Now, false).endAllOf(ctx, user.ID)
		}
		if err != nil {
			return fmt.Errorf("disabling %s: %w", user.Email, err)
		}
		fmt.Fprintf(env.stdout, "%s is signed out and cannot sign in any more; `capiconnect user enable` lets them in again.\n", user.Email)
		return nil
	})
}

type userEnableCommand struct{ MemberOfStaff }

// Run lets somebody in again who was kept out, with a one-time link.
func (cmd userEnableCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(c config, store *models.Store, user *models.User) error {
		err := store.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.EnableUser(user.ID); err != nil {
				return err
			}
			return tx.Audit(commandEvent(time.Now(), "user: enabled", "user", user.ID, nil))
		})
		if err != nil {
			return fmt.Errorf("enabling %s: %w", user.Email, err)
		}
		return printSignInLink(ctx, env, c, store, user)
	})
}

type userSignOutCommand struct{ MemberOfStaff }

// Run ends every session of somebody, on whatever device.
func (cmd userSignOutCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(_ config, store *models.Store, user *models.User) error {
		err := newSessions(store, time.Now, false).endAllOf(ctx, user.ID)
		if err == nil {
			err = store.InTx(ctx, func(tx *models.Tx) error {
				return tx.Audit(commandEvent(time.Now(), "user: signed out everywhere", "user", user.ID, nil))
			})
		}
		if err != nil {
			return fmt.Errorf("signing %s out: %w", user.Email, err)
		}
		fmt.Fprintf(env.stdout, "%s is signed out everywhere.\n", user.Email)
		return nil
	})
}
