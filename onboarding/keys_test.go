package onboarding

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
)

// everything is what the database holds.
func (v *vault) everything() (rows []string) {
	v.t.Helper()
	for _, table := range []string{"installation", "credentials", "businesses", "onboardings", "revocations", "audit_events", "river_job"} {
		var all string
		err := v.Store.Pool().QueryRow(v.t.Context(), "SELECT coalesce(string_agg(t::text, E'\n' ORDER BY t::text), '') FROM "+table+" t").Scan(&all)
		if err != nil {
			v.t.Fatal(err)
		}
		rows = append(rows, all)
	}
	return rows
}

func TestStartWithoutAKeyInUseIsRefused(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	v.keepMany(3)
	lost := v.rotate()
	if err := v.rekeyIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	without, err := seal.Without(v.read(), lost)
	if err != nil {
		t.Fatal(err)
	}
	kept := v.read()
	v.write(without)
	before := v.everything()
	config := v.config(v.Store, v.path)
	_, err = New(t.Context(), config)
	if !errors.Is(err, seal.ErrUnreadable) || !strings.Contains(err.Error(), fmt.Sprintf("key %d (sealed with it: 3)", lost)) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, v.everything()); diff != "" {
		t.Errorf("the database was changed: %s", diff)
	}

	v.write(kept) // the file is looked into before the start is refused
	if _, err := New(t.Context(), config); err != nil {
		t.Errorf("with the key back: %v", err)
	}
}

func TestStartWithAnotherKeysetIsRefused(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	v.keepMany(3)
	other, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	v.write(other)
	before := v.everything()
	config := v.config(v.Store, v.path)
	if _, err := New(t.Context(), config); !errors.Is(err, seal.ErrUnreadable) {
		t.Errorf("got %v", err)
	}
	if err := VerifyKeyset(t.Context(), v.Store, config.Sealer); !errors.Is(err, seal.ErrUnreadable) {
		t.Errorf("VerifyKeyset: %v", err)
	}
	if diff := cmp.Diff(before, v.everything()); diff != "" {
		t.Errorf("the database was changed: %s", diff)
	}
}

func TestVerifyKeysetOfADatabaseNeverUsed(t *testing.T) {
	t.Parallel()
	if err := VerifyKeyset(t.Context(), modelstest.Open(t), newVault(t).Sealer); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// A token in the spool needs its key as much as one in the database.
func TestTheSpoolCountsAsUse(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	g := grantInHand{AttemptID: models.NewID(), Credential: models.Credential{ID: models.NewID()}}
	if err := v.spool.write(v.Sealer, g); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(v.spool.dir, models.NewID().String()), []byte("cut"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := v.rotate()
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	uses, err := KeyUses(t.Context(), v.Store, v.DataDir)
	if err != nil {
		t.Fatal(err)
	}
	want := []models.KeyUse{{Key: v.primary(), Sealed: 1}, {Key: 0, Sealed: 1}, {Key: old, Sealed: 1}}
	sortByKey := func(a, b models.KeyUse) bool { return a.Key < b.Key }
	if diff := cmp.Diff(want, uses, cmpopts.SortSlices(sortByKey)); diff != "" {
		t.Error(diff)
	}
	if err := v.checkKeys(t.Context()); err != nil {
		t.Error(err)
	}
	without, err := seal.Without(v.read(), old)
	if err != nil {
		t.Fatal(err)
	}
	v.write(without)
	if err := errors.Join(v.Sealer.Reload(), v.checkKeys(t.Context())); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("without the spool's key: %v", err)
	}
}
