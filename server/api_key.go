package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type apiKeyCreateCommand struct {
	Name    string   `required:"" help:"What the key is for, for people."`
	Scopes  []string `required:"" help:"What it may do, separated by commas: ${scopes}."`
	Expires string   `default:"365d" placeholder:"DAYS" help:"When it stops working, at most 365d."`
}

// Run makes the key and prints it, alone, on standard output.
func (cmd apiKeyCreateCommand) Run(ctx context.Context, env *environment) error {
	days, err := daysIn("--expires", cmd.Expires)
	if err != nil {
		return err
	}
	in := onboarding.CreateAPIKeyInput{Name: cmd.Name, ExpiresInDays: &days}
	for _, scope := range cmd.Scopes {
		in.Scopes = append(in.Scopes, models.Scope(strings.TrimSpace(scope)))
	}
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		key, secret, err := access.CreateAPIKey(ctx, in)
		if err != nil {
			return err
		}
		return printSecret(env, key, *secret)
	})
}

type apiKeyRotateCommand struct {
	ID      uuid.UUID `arg:"" help:"The key's id: see capiconnect api-key list."`
	Expires string    `default:"365d" placeholder:"DAYS" help:"When it stops working, at most 365d."`
	Overlap string    `default:"1d" placeholder:"DAYS" help:"How long the former secret still works, from 0d, when it has leaked, to 30d."`
}

// Run gives a key a new secret and prints that, alone, on standard output.
func (cmd apiKeyRotateCommand) Run(ctx context.Context, env *environment) error {
	expires, err := daysIn("--expires", cmd.Expires)
	if err != nil {
		return err
	}
	overlap, err := daysIn("--overlap", cmd.Overlap)
	if err != nil {
		return err
	}
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		key, secret, err := access.RotateAPIKey(ctx, onboarding.RotateAPIKeyInput{APIKeyID: cmd.ID, ExpiresInDays: &expires, OverlapDays: &overlap})
		if err != nil {
			return err
		}
		fmt.Fprintf(env.stderr, "The former secret works until %s.\n", key.FormerUntil.UTC().Format(time.RFC3339))
		return printSecret(env, key, *secret)
	})
}

type apiKeyRevokeCommand struct {
	ID uuid.UUID `arg:"" help:"The key's id: see capiconnect api-key list."`
}

// Run ends a key at once and for good.
func (cmd apiKeyRevokeCommand) Run(ctx context.Context, env *environment) error {
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		key, err := access.RevokeAPIKey(ctx, cmd.ID)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(env.stderr, "API key %q works no more.\n", key.Name)
		return err
	})
}

// printSecret prints a secret alone on standard output, so that it can be redirected, and what is to be known about it beside.
func printSecret(env *environment, key *models.APIKey, secret string) error {
	fmt.Fprintf(env.stderr, "API key %q works until %s. It is shown once:\n", key.Name, key.ExpiresAt.Format(time.DateOnly))
	_, err := fmt.Fprintln(env.stdout, secret)
	return err
}

// daysIn reads a number of days, such as 90d.
func daysIn(option, text string) (int, error) {
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || !strings.HasSuffix(text, "d") {
		return 0, fmt.Errorf("%s: %q is not a number of days, such as 90d", option, text)
	}
	return days, nil
}

func scopeNames() string {
	var names []string
	for _, scope := range models.Scopes() {
		names = append(names, string(scope))
	}
	return strings.Join(names, ",")
}
