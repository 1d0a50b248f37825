package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

type apiKeyListCommand struct{}

// Run prints the table of API keys, the newest first.
func (apiKeyListCommand) Run(ctx context.Context, env *environment) error {
	return withAccess(ctx, env, func(ctx context.Context, access *onboarding.Access) error {
		keys, err := access.Store.AllAPIKeys(ctx)
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "ID\tNAME\tENDS WITH\tSTATE\tEXPIRES\tLAST USED\tSCOPES")
		for _, key := range keys {
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", key.ID, key.Name, key.Hint, keyState(&key, access.Now()),
				dayOf(key.ExpiresAt), dayOf(key.LastUsedAt), strings.Join(key.Scopes, ","))
		}
		return table.Flush()
	})
}

func keyState(key *models.APIKey, now time.Time) string {
	switch state := key.State(now); {
	case state == models.APIKeyRevoked:
		return "revoked"
	case state == models.APIKeyExpired:
		return "expired"
	case key.FormerUntil != nil && now.Before(*key.FormerUntil):
		return "works with two secrets"
	}
	return "works"
}

// dayOf is a day in UTC; "never" for none.
func dayOf(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return at.UTC().Format(time.DateOnly)
}
