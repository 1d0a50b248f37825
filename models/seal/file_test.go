package seal_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"capiconnect/models/seal"
)

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// fromFile is a sealer whose keyset is in a file of its own.
func fromFile(t testing.TB, encoded string) (*seal.Sealer, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keyset")
	write(t, path, encoded+"\n")
	return must[*seal.Sealer](t)(seal.FromFile(path)), path
}

func TestReloadTakesARotatedKeyset(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	sealer, path := fromFile(t, before)
	after := rotated(t, before)
	write(t, path, after)
	if err := sealer.Reload(); err != nil {
		t.Fatal(err)
	}
	want, _ := sealerOf(t, after).Keys()
	if primary, _ := sealer.Keys(); primary != want {
		t.Errorf("seals with %d; want %d", primary, want)
	}
}

// A replica that has rotated a moment earlier stores what this one has to open.
func TestAnUnknownKeyIsLookedForInTheFileAtOnce(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	sealer, path := fromFile(t, before)
	after := rotated(t, before)
	ciphertext := must[[]byte](t)(sealerOf(t, after).Seal(token, "credentials/1"))
	if _, err := sealer.Open(ciphertext, "credentials/1"); !errors.Is(err, seal.ErrUnknownKey) {
		t.Fatalf("before the file has the key: %v", err)
	}
	write(t, path, after)
	if opened, err := sealer.Open(ciphertext, "credentials/1"); err != nil || !bytes.Equal(opened, token) {
		t.Errorf("after: %q, %v", opened, err)
	}
}

func TestAUselessFileLeavesTheKeysetInForce(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	for name, spoil := range map[string]func(t *testing.T, path string){
		"garbage":              func(t *testing.T, path string) { write(t, path, "secret!") },
		"half of it":           func(t *testing.T, path string) { write(t, path, rotated(t, before)[:70]) },
		"nothing":              func(t *testing.T, path string) { write(t, path, "") },
		"of another database":  func(t *testing.T, path string) { write(t, path, newKeyset(t)) },
		"no file":              func(t *testing.T, path string) { _ = os.Remove(path) },
		"a directory, instead": func(t *testing.T, path string) { _ = errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sealer, path := fromFile(t, before)
			ciphertext := must[[]byte](t)(sealer.Seal(token, "credentials/1"))
			spoil(t, path)
			if err := sealer.Reload(); err == nil || strings.Contains(err.Error(), before) {
				t.Errorf("Reload: %v", err)
			}
			if opened, err := sealer.Open(ciphertext, "credentials/1"); err != nil || !bytes.Equal(opened, token) {
				t.Errorf("Open: %q, %v", opened, err)
			}
			if after := must[[]byte](t)(sealer.Seal(token, "credentials/2")); !bytes.Equal(after[:5], ciphertext[:5]) {
				t.Error("seals with another key")
			}
		})
	}
}

func TestAKeysetByValueStays(t *testing.T) {
	t.Parallel()
	if err := sealerOf(t, newKeyset(t)).Reload(); err != nil {
		t.Error(err)
	}
	sealerOf(t, newKeyset(t)).Watch(context.Background(), slog.New(slog.DiscardHandler)) // returns
}

// notes hands out what is logged.
type notes struct {
	slog.Handler
	written chan string
}

func (n notes) Enabled(context.Context, slog.Level) bool { return true }

func (n notes) Handle(_ context.Context, record slog.Record) error {
	text := record.Message
	record.Attrs(func(attr slog.Attr) bool {
		text += " " + attr.String()
		return true
	})
	n.written <- text
	return nil
}

func TestWatchNoticesAndTellsOnce(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	sealer, path := fromFile(t, before)
	write(t, path, "secret!")
	ctx, cancel := context.WithCancel(t.Context())
	told := notes{slog.DiscardHandler, make(chan string)}
	var watching sync.WaitGroup
	watching.Go(func() { sealer.Watch(ctx, slog.New(told)) })
	if text := <-told.written; !strings.Contains(text, "of no use") || strings.Contains(text, "secret!") {
		t.Errorf("of garbage it told %q", text)
	}
	write(t, path+".new", rotated(t, before))
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	if text := <-told.written; !strings.Contains(text, "rotated") {
		t.Errorf("of the rotation it told %q, or twice of the garbage", text)
	}
	cancel()
	watching.Wait()
}

// Everything may happen at once: sealing, opening, rotating, and files that are of no use in between.
func TestRotationWhileInUse(t *testing.T) {
	t.Parallel()
	const rotations, users = 50, 4
	encoded := newKeyset(t)
	sealer, path := fromFile(t, encoded)
	done := make(chan struct{})
	var using sync.WaitGroup
	for range users {
		using.Go(func() {
			kept := must[[]byte](t)(sealer.Seal(token, "credentials/kept"))
			for {
				select {
				case <-done:
					return
				default:
				}
				sealed, err := sealer.Seal(token, "credentials/1")
				if err == nil {
					_, err = sealer.Open(sealed, "credentials/1")
				}
				if err == nil {
					kept, err = sealer.Reseal(kept, "credentials/kept")
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range rotations {
		encoded = rotated(t, encoded)
		if i%3 == 0 {
			write(t, path, encoded[:40])
			_ = sealer.Reload()
		}
		write(t, path+".new", encoded)
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
		if err := sealer.Reload(); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	using.Wait()
	want, _ := sealerOf(t, encoded).Keys()
	if primary, others := sealer.Keys(); primary != want || len(others) != rotations {
		t.Errorf("seals with %d beside %d others; want %d beside %d", primary, len(others), want, rotations)
	}
}
