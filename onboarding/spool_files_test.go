package onboarding

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"capiconnect/models"
	"capiconnect/models/seal"
)

// What a start cannot judge it must not throw away: the disk may give it another time, and its key may come back.
func TestFinishRemovesOnlyWhatHoldsNoToken(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	if err := os.Mkdir(v.spool.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	elsewhere := newVault(t)
	for name, test := range map[string]struct {
		make func(path string) error
		want error
	}{
		"unreadable": {func(path string) error { return os.Mkdir(path, 0o700) }, syscall.EISDIR},
		"unknown key": {func(path string) error {
			sealed, err := elsewhere.Sealer.Seal([]byte("token"), spoolRow("x"))
			return errors.Join(err, os.WriteFile(path, sealed, 0o600))
		}, seal.ErrUnknownKey},
		"empty":                    {func(path string) error { return os.WriteFile(path, nil, 0o600) }, nil},
		"zeros of a loss of power": {func(path string) error { return os.WriteFile(path, make([]byte, 200), 0o600) }, nil},
	} {
		path := filepath.Join(v.spool.dir, "x"+unfinishedFile)
		if err := test.make(path); err != nil {
			t.Fatal(err)
		}
		err := v.spool.finish(v.Sealer)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: got %v", name, err)
		}
		if _, gone := os.Stat(path); (gone == nil) != (test.want != nil) {
			t.Errorf("%s: the file: %v", name, gone)
		}
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
}

// A token whose file was not finished needs its key as well.
func TestUnfinishedFilesCountAsUse(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	g := grantInHand{AttemptID: models.NewID(), Credential: models.Credential{ID: models.NewID()}}
	if err := v.spool.write(v.Sealer, g); err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(v.spool.dir, g.Credential.ID.String())
	if err := os.Rename(whole, whole+unfinishedFile); err != nil {
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
	for _, use := range uses {
		if use.Key == old && use.Sealed == 1 {
			return
		}
	}
	t.Errorf("key %d counts for nothing: %+v", old, uses)
}
