package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"capiconnect/models"
)

const (
	apiKeyPrefix   = "capi_"
	apiKeyHintSize = 4
	apiKeyMaxDays  = 365
)

type apiKeyCreateCommand struct {
	Name    string   `required:"" help:"What the key is for, for people."`
	Scopes  []string `required:"" help:"What it may do, separated by commas: ${scopes}."`
	Expires string   `default:"365d" placeholder:"DAYS" help:"When it stops working, at most 365d."`
}

// Run makes the key and prints it, alone, on standard output.
func (cmd apiKeyCreateCommand) Run(ctx context.Context, env *environment) error {
	key, err := cmd.key(time.Now())
	if err != nil {
		return err
	}
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		secret, err := createAPIKey(ctx, store, key)
		if err != nil {
			return err
		}
		return printSecret(env, key, secret)
	})
}

// printSecret prints a secret alone on standard output, so that it can be redirected, and what is to be known about it beside.
func printSecret(env *environment, key *models.APIKey, secret string) error {
	fmt.Fprintf(env.stderr, "API key %q works until %s. It is shown once:\n", key.Name, key.ExpiresAt.Format(time.DateOnly))
	_, err := fmt.Fprintln(env.stdout, secret)
	return err
}

// key describes the key, without its secret.
func (cmd apiKeyCreateCommand) key(now time.Time) (*models.APIKey, error) {
	name := strings.TrimSpace(cmd.Name)
	if name == "" {
		return nil, errors.New("--name must not be empty")
	}
	if len(cmd.Scopes) == 0 {
		return nil, fmt.Errorf("--scopes must not be empty; choose from %s", scopeNames())
	}
	for i, scope := range cmd.Scopes {
		scope = strings.TrimSpace(scope)
		cmd.Scopes[i] = scope
		if !slices.Contains(models.Scopes(), models.Scope(scope)) {
			return nil, fmt.Errorf("--scopes: there is no scope %q; choose from %s", scope, scopeNames())
		}
	}
	expires, err := inDays("--expires", cmd.Expires, now, 1, apiKeyMaxDays)
	if err != nil {
		return nil, err
	}
	return &models.APIKey{ID: models.NewID(), Name: name, Scopes: cmd.Scopes, CreatedAt: now, ExpiresAt: &expires}, nil
}

// inDays reads a number of days from now, such as 90d.
func inDays(option, text string, now time.Time, least, most int) (time.Time, error) {
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || !strings.HasSuffix(text, "d") || days < least || days > most {
		return time.Time{}, fmt.Errorf("%s: %q is not a number of days from %dd to %dd", option, text, least, most)
	}
	return now.AddDate(0, 0, days), nil
}

func createAPIKey(ctx context.Context, store *models.Store, key *models.APIKey) (secret string, err error) {
	secret = newSecret(key)
	err = store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateAPIKey(key); err != nil {
			return err
		}
		return tx.Audit(commandEvent(key.CreatedAt, "api key: created", "api key", key.ID, models.JSON{"name": key.Name, "scopes": key.Scopes}))
	})
	if err != nil {
		return "", fmt.Errorf("creating the API key: %w", err)
	}
	return secret, nil
}

// newSecret gives a key a secret, of which the key keeps the hash.
func newSecret(key *models.APIKey) (secret string) {
	secret, key.KeyHash = models.NewBearer(apiKeyPrefix)
	key.Hint = secret[len(secret)-apiKeyHintSize:]
	return secret
}

func scopeNames() string {
	var names []string
	for _, scope := range models.Scopes() {
		names = append(names, string(scope))
	}
	return strings.Join(names, ",")
}
