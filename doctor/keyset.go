package doctor

import (
	"context"
	"errors"
	"fmt"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

// keyset opens what only the right keyset opens, and looks for what is sealed with a key that it lacks.
func (r *round) keyset(ctx context.Context) finding {
	putBack := set("ENCRYPTION_KEYSET", "Put the keyset back from the copy that you keep; the database has not been touched.")
	switch err := onboarding.VerifyKeyset(ctx, r.Store, r.Sealer); {
	case errors.Is(err, models.ErrNotFound):
		return unknown("The program has never run with this database, so nothing is sealed yet.")
	case errors.Is(err, seal.ErrUnreadable):
		return failed("The keyset is not the database's: what was sealed does not open.").fixedBy(putBack)
	case err != nil:
		return noDatabase()
	}
	uses, err := onboarding.KeyUses(ctx, r.Store, r.DataDir)
	if err != nil {
		return noDatabase()
	}
	keys := onboarding.KeysOf(r.Sealer, uses)
	for _, key := range keys {
		switch {
		case key.Sealed == 0: // or given up: those businesses have to reconnect anyway
		case key.State == onboarding.KeyMissing:
			return failed("The keyset lacks key %d, with which %d are sealed.", key.Key, key.Sealed).fixedBy(putBack)
		case key.State == onboarding.KeyDamaged:
			return failed("%d stored values are damaged: they name no key.", key.Sealed).
				fixedBy(Fix{By: ByHost, Action: "Restore the database from a backup, or have those clients connect again."})
		}
	}
	return ok("Everything stored opens with the keyset; %s. %s", sealing(keys), r.origin())
}

// sealing says which key seals, and how much the others still hold.
func sealing(keys []onboarding.Key) string {
	text, old, before := fmt.Sprintf("key %d seals", keys[0].Key), 0, 0
	for _, key := range keys[1:] {
		if key.State == onboarding.KeyOld {
			old++
			before += key.Sealed
		}
	}
	switch {
	case before > 0:
		return fmt.Sprintf("%s, and %d are still to be sealed anew", text, before)
	case old > 0:
		return text + ", and “capiconnect keys retire” may drop the former ones"
	}
	return text
}

// origin says whether the keyset can be rotated while the program runs.
func (r *round) origin() string {
	if r.KeysetFile == "" {
		return "It came by value; only as a file can it be rotated."
	}
	return "It is in the file " + r.KeysetFile + "."
}
