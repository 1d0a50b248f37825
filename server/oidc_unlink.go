package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/models"
)

type userUnlinkCommand struct{ MemberOfStaff }

// Run undoes what the first single sign-on has kept: the next person with the user's e-mail address is the user again.
func (cmd userUnlinkCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(_ config, store *models.Store, user *models.User) error {
		err := store.InTx(ctx, func(tx *models.Tx) error {
			if err := tx.UnlinkIdentities(user.ID); err != nil {
				return err
			}
			return tx.Audit(commandEvent(time.Now(), "user: single sign-on unlinked", "user", user.ID, nil))
		})
		if errors.Is(err, models.ErrNotFound) {
			return fmt.Errorf("%s is linked to nobody at an OpenID provider", user.Email)
		}
		if err == nil {
			err = newSessions(store, time.Now, false).endAllOf(ctx, user.ID)
		}
		if err != nil {
			return fmt.Errorf("unlinking %s: %w", user.Email, err)
		}
		fmt.Fprintf(env.stdout, "%s is signed out and linked to nobody; whoever has the address at the next single sign-on will be.\n", user.Email)
		return nil
	})
}
