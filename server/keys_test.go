package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding"
)

func newKeyset(t testing.TB) string {
	t.Helper()
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	return keyset
}

// ageFile is `aged FILE`: it was last written an hour ago.
func ageFile(ts *testscript.TestScript, _ bool, args []string) {
	then := time.Now().Add(-time.Hour)
	ts.Check(os.Chtimes(ts.MkAbs(args[0]), then, then))
}

// storeTokens is `stored N`: the program has run, and stored N tokens.
func storeTokens(t *testing.T) scriptCommand {
	return func(ts *testscript.TestScript, _ bool, args []string) {
		count, err := strconv.Atoi(args[0])
		ts.Check(err)
		store, sealer := scriptStore(t, ts)
		defer store.Close()
		_, err = onboarding.New(t.Context(), onboarding.Config{
			Store: store, Sealer: sealer, DataDir: ts.MkAbs("data"), Log: slog.New(slog.DiscardHandler), Now: time.Now,
		})
		ts.Check(err)
		for range count {
			c := &models.Credential{
				ID: models.NewID(), State: models.CredentialPending, Origin: models.FromExchange, Fingerprint: make([]byte, 32), GrantedAt: time.Now(),
			}
			c.Ciphertext, err = sealer.Seal([]byte("EAAG-hunter2"), c.ID.String())
			ts.Check(err)
			ts.Check(store.InTx(t.Context(), func(tx *models.Tx) error { return tx.StoreCredential(c) }))
		}
	}
}

// resealTokens is `resealed`: everything stored is sealed with the primary key.
func resealTokens(t *testing.T) scriptCommand {
	return func(ts *testscript.TestScript, _ bool, _ []string) {
		store, sealer := scriptStore(t, ts)
		defer store.Close()
		installation, err := store.Installation(t.Context())
		ts.Check(err)
		uses, err := store.KeyUses(t.Context())
		ts.Check(err)
		ts.Check(store.InTx(t.Context(), func(tx *models.Tx) error {
			sealed, err := sealer.Reseal(installation.IndexKey, "installation/index_key")
			err = errors.Join(err, tx.ResealIndexKey(installation.IndexKey, sealed))
			for _, use := range uses {
				batch, failed := tx.LockSealedWith(use.Key, [16]byte{}, use.Sealed)
				err = errors.Join(err, failed)
				for _, c := range batch {
					sealed, failed := sealer.Reseal(c.Ciphertext, c.ID.String())
					err = errors.Join(err, failed, tx.ResealCredential(c.ID, c.Ciphertext, sealed))
				}
			}
			return err
		}))
	}
}

func scriptStore(t *testing.T, ts *testscript.TestScript) (*models.Store, *seal.Sealer) {
	store, err := models.Open(t.Context(), ts.Getenv("DATABASE_URL"))
	ts.Check(err)
	sealer, err := seal.FromFile(ts.Getenv("ENCRYPTION_KEYSET_FILE"))
	ts.Check(err)
	return store, sealer
}

func TestConfigRemembersTheKeysetsFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "keyset")
	keyset := newKeyset(t)
	if err := os.WriteFile(file, []byte(keyset+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(environ(map[string]string{"ENCRYPTION_KEYSET_FILE": file}))
	if err != nil || c.KeysetFile != file {
		t.Fatalf("got %q, %v", c.KeysetFile, err)
	}
	before, _ := c.Sealer.Keys()
	if err := errors.Join(editKeyset(file, seal.Rotated), c.Sealer.Reload()); err != nil {
		t.Fatal(err)
	}
	if primary, _ := c.Sealer.Keys(); primary == before {
		t.Error("the sealer does not follow the file")
	}
	c, err = readConfig(environ(map[string]string{"ENCRYPTION_KEYSET": keyset}))
	if err != nil || c.KeysetFile != "" {
		t.Errorf("by value: got %q, %v", c.KeysetFile, err)
	}
}

// Two rotations at the same time must not lose each other's key: a replica may have sealed with it already.
func TestRotationsAtOnceKeepAllKeys(t *testing.T) {
	t.Parallel()
	const rotations = 8
	env := map[string]string{"ENCRYPTION_KEYSET_FILE": filepath.Join(t.TempDir(), "keyset")}
	if err := os.WriteFile(env["ENCRYPTION_KEYSET_FILE"], []byte(newKeyset(t)+"\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	var rotating sync.WaitGroup
	for range rotations {
		rotating.Go(func() {
			if code := runWith(t, env, "keys", "rotate"); code != exitOK {
				t.Errorf("exit code %d", code)
			}
		})
	}
	rotating.Wait()
	sealer, err := seal.FromFile(env["ENCRYPTION_KEYSET_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	if _, others := sealer.Keys(); len(others) != rotations {
		t.Errorf("%d old keys; want %d", len(others), rotations)
	}
	if file, err := os.Stat(env["ENCRYPTION_KEYSET_FILE"]); err != nil || file.Mode().Perm() != 0o640 {
		t.Errorf("the file, which its group may read, has become %v, %v", file.Mode(), err)
	}
	if left, err := os.ReadDir(filepath.Dir(env["ENCRYPTION_KEYSET_FILE"])); err != nil || len(left) != 1 {
		t.Errorf("beside the keyset lie %v, %v", left, err)
	}
}

func runWith(t *testing.T, env map[string]string, args ...string) int {
	t.Helper()
	var said strings.Builder
	code := run(t.Context(), args, environ(env), strings.NewReader(""), &said, &said)
	if code != exitOK {
		t.Log(said.String())
	}
	return code
}

// A demo that an earlier version began has its keyset in demo.json.
func TestADemosKeysetMovesIntoAFileOfItsOwn(t *testing.T) {
	t.Parallel()
	keyset, other := newKeyset(t), newKeyset(t)
	old := fmt.Sprintf(`{"appId": "1", "appSecret": "s", "configId": "2", "keyset": %q}`, keyset)
	for name, c := range map[string]struct{ file, want string }{
		"not moved yet":                    {"", keyset},
		"killed while it was moved":        {keyset + "\n", keyset},
		"killed then, and rotated already": {other + "\n", other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			err := os.WriteFile(identityFile(dir), []byte(old), 0o600)
			if c.file != "" {
				err = errors.Join(err, os.WriteFile(demoKeysetFile(dir), []byte(c.file), 0o600))
			}
			if err != nil {
				t.Fatal(err)
			}
			for range 2 {
				kept, err := demoIdentity(dir)
				if err != nil || kept.AppID != "1" || kept.AppSecret != "s" || kept.ConfigID != "2" {
					t.Fatalf("got %+v, %v", kept, err)
				}
				moved, err := os.ReadFile(demoKeysetFile(dir))
				if err != nil || strings.TrimSpace(string(moved)) != c.want {
					t.Errorf("the keyset's file: %v", err)
				}
			}
			if rest, err := os.ReadFile(identityFile(dir)); err != nil || strings.Contains(string(rest), "keyset") {
				t.Errorf("demo.json: %s, %v", rest, err)
			}
		})
	}
}

func TestADemosKeysetCanBeRotated(t *testing.T) {
	t.Parallel()
	env := map[string]string{"DATA_DIR": filepath.Join(t.TempDir(), "data")}
	kept, err := demoIdentity(env["DATA_DIR"])
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := kept.sealer()
	if err != nil {
		t.Fatal(err)
	}
	before, _ := sealer.Keys()
	if code := runWith(t, env, "keys", "rotate"); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	if err := sealer.Reload(); err != nil {
		t.Fatal(err)
	}
	if primary, others := sealer.Keys(); primary == before || len(others) != 1 || others[0] != before {
		t.Errorf("keys %d, %d; the one before was %d", primary, others, before)
	}
	if file, err := os.Stat(demoKeysetFile(env["DATA_DIR"])); err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("the keyset's file: %v, %v", file, err)
	}
}

// The whole of it, as an operator does it: rotate beside the running program, wait, retire, start anew with the new key alone.
func TestKeysAreRotatedWhileServing(t *testing.T) {
	t.Parallel()
	i := install(t)
	file := filepath.Join(i.env["DATA_DIR"], "keyset")
	if err := os.WriteFile(file, []byte(i.env["ENCRYPTION_KEYSET"]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(i.env, "ENCRYPTION_KEYSET")
	i.env["ENCRYPTION_KEYSET_FILE"] = file
	stop := i.start()
	if code := runWith(t, i.env, "keys", "rotate"); code != exitOK {
		t.Fatalf("rotate: exit code %d", code)
	}
	await(t, func() bool { return strings.Contains(i.output.String(), "the keyset was rotated") })
	if code := stop(); code != exitOK {
		t.Fatalf("serve: exit code %d", code)
	}

	stop = startAgain(t, i) // what is left over is sealed anew at once at a start, and every minute
	store, err := models.Open(t.Context(), i.env["DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	awaitRekeyed(t, store, file)
	hourAgo := time.Now().Add(-time.Hour)
	if err := os.Chtimes(file, hourAgo, hourAgo); err != nil {
		t.Fatal(err)
	}
	if code := runWith(t, i.env, "keys", "retire"); code != exitOK {
		t.Fatalf("retire: exit code %d", code)
	}
	if code := stop(); code != exitOK {
		t.Fatalf("serve: exit code %d", code)
	}
	if code := startAgain(t, i)(); code != exitOK {
		t.Errorf("serve with the new key alone: exit code %d", code)
	}
}

// startAgain is start for a program that has run before.
func startAgain(t *testing.T, i *installation) (stop func() int) {
	t.Helper()
	before := len(servedAt.FindAllString(i.output.String(), -1))
	stop = i.start()
	await(t, func() bool { return len(servedAt.FindAllString(i.output.String(), -1)) > before })
	return stop
}

func awaitRekeyed(t *testing.T, store *models.Store, file string) {
	t.Helper()
	sealer, err := seal.FromFile(file)
	if err != nil {
		t.Fatal(err)
	}
	primary, _ := sealer.Keys()
	await(t, func() bool {
		uses, err := store.KeyUses(context.WithoutCancel(t.Context()))
		return err == nil && len(uses) == 1 && uses[0].Key == primary
	})
}

// await looks until something has come true, for as long as that may take on a busy machine.
func await(t testing.TB, isTrue func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	for !isTrue() {
		select {
		case <-deadline:
			t.Fatal("it does not happen")
		case <-time.After(20 * time.Millisecond):
		}
	}
}
