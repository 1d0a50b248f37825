package seal

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"
)

// lookEvery is how often Watch looks into the keyset's file.
const lookEvery = time.Second

// FromFile reads the keyset from a file, and again whenever that has changed: see Reload.
func FromFile(path string) (*Sealer, error) {
	encoded, err := readFile(path)
	if err != nil {
		return nil, err
	}
	s, err := New(encoded)
	if err != nil {
		return nil, err
	}
	s.file = path
	return s, nil
}

func readFile(path string) (string, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("reading the encryption keyset: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}

// Reload takes over what the keyset's file says now. A file that says nothing of use leaves the keyset as it is: one that cannot be
// read, is cut short, or lacks the key that seals at present and so belongs to another database. It does nothing for a keyset that
// came by value.
func (s *Sealer) Reload() error {
	if s.file == "" {
		return nil
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	encoded, err := readFile(s.file)
	if err != nil {
		return err
	}
	now := s.keys.Load()
	if sha256.Sum256([]byte(encoded)) == now.digest {
		return nil
	}
	read, err := parse(encoded)
	if err != nil {
		return err
	}
	if !read.has(now.primary) {
		return errors.New("the encryption keyset lacks key " + fmt.Sprint(now.primary) + ", which is in use")
	}
	s.keys.Store(read)
	return nil
}

// Watch reloads the keyset when its file has changed, until ctx ends, and tells the log once what has become of it.
func (s *Sealer) Watch(ctx context.Context, log *slog.Logger) {
	if s.file == "" {
		return
	}
	w := watcher{Sealer: s, log: log}
	w.primary, _ = s.Keys()
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		w.look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// watcher remembers what it has told the log.
type watcher struct {
	*Sealer
	log     *slog.Logger
	fault   string
	primary uint32
}

func (w *watcher) look(ctx context.Context) {
	fault := ""
	if err := w.Reload(); err != nil {
		fault = err.Error()
	}
	if fault != w.fault && fault != "" {
		w.log.ErrorContext(ctx, "the keyset's file is of no use; the keyset read before stays in force", "file", w.file, "error", fault)
	}
	primary, _ := w.Keys()
	if primary != w.primary {
		w.log.InfoContext(ctx, "the keyset was rotated", "key", primary, "key before", w.primary)
	}
	w.fault, w.primary = fault, primary
}
