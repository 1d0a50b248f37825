package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// commandLine is on whose behalf commands act.
var commandLine = onboarding.Actor{Kind: models.ActorSystem, Name: "command line"}

// withAccess runs one command's work on who may come in, on behalf of whoever is at the command line.
func withAccess(ctx context.Context, env *environment, work func(context.Context, *onboarding.Access) error) error {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		access := &onboarding.Access{Store: store, PublicURL: c.publicURL().String(), Now: time.Now}
		err := work(onboarding.WithActor(ctx, commandLine), access)
		if told := (*onboarding.Error)(nil); errors.As(err, &told) {
			return errors.New(told.Message)
		}
		return err
	})
}

// withUser runs one command's work on a member of staff.
func withUser(ctx context.Context, env *environment, email string, work func(context.Context, *onboarding.Access, *models.User) error) error {
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		user, err := access.Store.UserByEmail(ctx, email)
		if errors.Is(err, models.ErrNotFound) {
			return fmt.Errorf("there is no member of staff %s", email)
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", email, err)
		}
		return work(ctx, access, user)
	})
}
