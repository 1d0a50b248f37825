package main

import (
	"context"
	"fmt"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type userSignOutCommand struct{ MemberOfStaff }

// Run ends every session of somebody, on whatever device.
func (cmd userSignOutCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		if _, err := access.SignOutUser(ctx, user.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "%s is signed out everywhere.\n", user.Email)
		return err
	})
}

type userRemoveSecondFactorCommand struct{ MemberOfStaff }

// Help implements kong.HelpProvider.
func (userRemoveSecondFactorCommand) Help() string {
	return "For somebody who has lost the authenticator app and the recovery codes; make sure that it is them who asks. Their sessions are over, " +
		"the password or a one-time link alone signs them in, and they can set up another second factor."
}

// Run removes a second factor that nobody has any more.
func (cmd userRemoveSecondFactorCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		if _, err := access.RemoveSecondFactor(ctx, user.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "%s signs in without a second factor from now on.\n", user.Email)
		return err
	})
}

type userUnlinkCommand struct{ MemberOfStaff }

// Run undoes what the first single sign-on has kept: the next person with the user's e-mail address is the user again.
func (cmd userUnlinkCommand) Run(ctx context.Context, env *environment) error {
	return withUser(ctx, env, cmd.Email, func(ctx context.Context, access *onboarding.Access, user *models.User) error {
		if _, err := access.UnlinkSingleSignOn(ctx, user.ID); err != nil {
			return err
		}
		_, err := fmt.Fprintf(env.stdout, "%s is signed out and linked to nobody; whoever has the address at the next single sign-on will be.\n", user.Email)
		return err
	})
}
