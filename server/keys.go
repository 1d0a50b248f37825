package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

type keysNewCommand struct{}

// Run prints a keyset and nothing else, so that it can be redirected into a file.
func (keysNewCommand) Run(env *environment) error {
	keyset, err := seal.NewKeyset()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.stdout, keyset)
	return err
}

type keysRotateCommand struct{}

// Help implements kong.HelpProvider.
func (keysRotateCommand) Help() string {
	return "Needs no database. The keys before stay in the file, to open what they have sealed. Replicas that read this very file go on with " +
		"the new key within seconds, without a restart; one that has a copy of it does when the copy is replaced."
}

// Run puts a fresh key in front of those in the keyset's file.
func (keysRotateCommand) Run(env *environment) error {
	_, path, err := keysetToChange(env)
	if err != nil {
		return err
	}
	if err := editKeyset(path, seal.Rotated); err != nil {
		return fmt.Errorf("rotating the keyset: %w", err)
	}
	rotated, err := seal.FromFile(path)
	if err != nil {
		return err
	}
	primary, _ := rotated.Keys()
	_, err = fmt.Fprintf(env.stderr, rotatedText, primary, path)
	return err
}

const rotatedText = `Key %d is now the primary key in %s.
What runs with this file takes it within seconds and, within minutes, seals everything anew: see capiconnect keys status.
Then capiconnect keys retire drops the old keys. Copy the file again to where its copy is kept: without it the tokens are lost.
`

type keysStatusCommand struct{}

// Help implements kong.HelpProvider.
func (keysStatusCommand) Help() string {
	return "SEALED counts what is stored: credentials, the second factors of staff, the installation's own key, and tokens that wait in DATA_DIR/spool of this machine. " +
		"UNREADABLE counts the tokens of businesses that already have to reconnect for that reason. A key that is missing in the keyset keeps the " +
		"program from starting while something else is sealed with it."
}

// Run prints the table of keys.
func (keysStatusCommand) Run(ctx context.Context, env *environment) error {
	c, err := readConfig(env.getenv)
	if err != nil {
		return err
	}
	sealer, err := keysetOf(c)
	if err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		uses, err := onboarding.KeyUses(ctx, store, c.DataDir)
		if err != nil {
			return err
		}
		return printKeys(env, onboarding.KeysOf(sealer, uses))
	})
}

func printKeys(env *environment, keys []onboarding.Key) error {
	sealed, done := 0, 0
	table := tabwriter.NewWriter(env.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "KEY\tSTATE\tSEALED\tUNREADABLE")
	for _, key := range keys {
		name := strconv.FormatUint(uint64(key.Key), 10)
		sealed += key.Sealed
		switch key.State {
		case onboarding.KeyPrimary:
			done = key.Sealed
		case onboarding.KeyDamaged:
			name = "none"
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\n", name, strings.ToLower(string(key.State)), key.Sealed, key.GivenUp)
	}
	fmt.Fprintf(env.stderr, "%d of %d are sealed with the primary key.\n", done, sealed)
	return table.Flush()
}
