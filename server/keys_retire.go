package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

// retireAfter is how long after its last change a keyset's old keys may be dropped. A token that was sealed just before, by a replica
// that had not seen the change, is stored by then.
const retireAfter = time.Minute

type keysRetireCommand struct{}

// Help implements kong.HelpProvider.
func (keysRetireCommand) Help() string {
	return "A key with which something is sealed is kept and named. A minute has to pass after a rotation. Replicas that read this very file " +
		"forget the keys within seconds; see to it before that every other replica has the rotated keyset, and that no token waits in its spool " +
		"(/readyz says so): only the spool of this machine is looked into."
}

// Run drops what is not needed from the keyset's file.
func (keysRetireCommand) Run(ctx context.Context, env *environment) error {
	c, path, err := keysetToChange(env)
	if err != nil {
		return err
	}
	if err := isSettled(path); err != nil {
		return err
	}
	return withStore(ctx, c, func(store *models.Store) error {
		unused, used, err := retireKeys(ctx, store, path, c.DataDir)
		if err != nil {
			return err
		}
		return tellRetired(env, path, unused, used)
	})
}

func isSettled(path string) error {
	file, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("looking at the keyset: %w", err)
	}
	if wait := retireAfter - time.Since(file.ModTime()); wait > 0 {
		return fmt.Errorf("the keyset has just been changed; a token sealed before that may still be on its way. Try again in %s", wait.Round(time.Second))
	}
	return nil
}

// retireKeys drops the old keys that nothing is sealed with, and returns those and the others. The audit comes before the file: keys that
// have gone without a record would be worse than a record of keys that are still there.
func retireKeys(ctx context.Context, store *models.Store, path, dataDir string) (unused []uint32, used []models.KeyUse, err error) {
	err = editKeyset(path, func(encoded string) (string, error) {
		unused, used, err = oldKeys(ctx, store, encoded, dataDir)
		if err != nil || len(unused) == 0 {
			return encoded, err
		}
		without, err := seal.Without(encoded, unused...)
		if err != nil {
			return "", err
		}
		retired := commandEvent(time.Now(), "keys: retired", "installation", uuid.Nil, models.JSON{"keys": keyNames(unused)})
		return without, store.InTx(ctx, func(tx *models.Tx) error { return tx.Audit(retired) })
	})
	if err != nil {
		err = fmt.Errorf("retiring keys: %w", err)
	}
	return unused, used, err
}

// oldKeys divides the keys beside the primary one into those that are of no use any more and the others. It refuses a database that is
// not the keyset's, where no key would seem to be of use.
func oldKeys(ctx context.Context, store *models.Store, encoded, dataDir string) (unused []uint32, used []models.KeyUse, err error) {
	sealer, err := seal.New(encoded)
	if err != nil {
		return nil, nil, err
	}
	if err := onboarding.VerifyKeyset(ctx, store, sealer); err != nil {
		return nil, nil, fmt.Errorf("no key is known to be of no use: %w", err)
	}
	uses, err := onboarding.KeyUses(ctx, store, dataDir)
	if err != nil {
		return nil, nil, err
	}
	for _, key := range onboarding.KeysOf(sealer, uses) {
		switch {
		case key.State != onboarding.KeyOld:
		case key.Sealed+key.GivenUp > 0:
			used = append(used, key.KeyUse)
		default:
			unused = append(unused, key.KeyUse.Key)
		}
	}
	return unused, used, nil
}

func tellRetired(env *environment, path string, unused []uint32, used []models.KeyUse) error {
	if len(unused) > 0 {
		fmt.Fprintf(env.stderr, "Dropped from %s: key %s.\n", path, strings.Join(keyNames(unused), ", key "))
	}
	var kept []string
	for _, use := range used {
		kept = append(kept, fmt.Sprintf("%d (sealed with it: %d)", use.Key, use.Sealed+use.GivenUp))
	}
	switch {
	case kept != nil:
		return fmt.Errorf("still in use and kept: key %s", strings.Join(kept, ", key "))
	case len(unused) == 0:
		fmt.Fprintln(env.stderr, "There is no old key.")
	}
	return nil
}

func keyNames(keys []uint32) []string {
	names := make([]string, len(keys))
	for i, key := range keys {
		names[i] = fmt.Sprint(key)
	}
	return names
}
