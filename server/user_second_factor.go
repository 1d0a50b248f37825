package main

import (
	"context"
	"fmt"
	"time"

	"capiconnect/models"
)

type userRemoveSecondFactorCommand struct{ MemberOfStaff }

// Help implements kong.HelpProvider.
func (userRemoveSecondFactorCommand) Help() string {
	return "For somebody who has lost the authenticator app and the recovery codes; make sure that it is them who asks. Their sessions are over, " +
		"the password or a one-time link alone signs them in, and they can set up another second factor."
}

// Run removes a second factor that nobody has any more.
func (cmd userRemoveSecondFactorCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(_ config, store *models.Store, user *models.User) error {
		if user.SecondFactorSince == nil {
			return fmt.Errorf("%s has no second factor", user.Email)
		}
		if err := removeSecondFactor(ctx, store, user); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "%s signs in without a second factor from now on.\n", user.Email)
		return err
	})
}

func removeSecondFactor(ctx context.Context, store *models.Store, user *models.User) error {
	err := store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.RemoveSecondFactor(user.ID); err != nil {
			return err
		}
		return tx.Audit(commandEvent(time.Now(), "user: second factor removed", "user", user.ID, nil))
	})
	if err != nil {
		return fmt.Errorf("removing the second factor of %s: %w", user.Email, err)
	}
	return nil
}
