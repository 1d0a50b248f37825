package onboarding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"capiconnect/models"
	"capiconnect/models/seal"
	"capiconnect/onboarding/failpoint"
)

const (
	// spoolEvery is how often the spool is looked into.
	spoolEvery = time.Second
	// unfinishedFile ends the name of a file that is being written.
	unfinishedFile = ".part"
	// spoolRoom is how much of the disk must be free for a code to be exchanged.
	spoolRoom = 64 << 20
)

// spool is a directory for tokens that the database did not take: one sealed file each, gone when the token is stored.
type spool struct{ dir string }

func spoolRow(name string) string { return "spool/" + name }

// write keeps a grant so that neither a crash nor a loss of power takes it: the file and its name are on the disk when it returns.
func (p spool) write(sealer *seal.Sealer, g grantInHand) error {
	plaintext, err := json.Marshal(g)
	if err != nil {
		return fmt.Errorf("spelling a grant for the spool: %w", err)
	}
	name := g.Credential.ID.String()
	sealed, err := sealer.Seal(plaintext, spoolRow(name))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return fmt.Errorf("making the spool: %w", err)
	}
	if err := writeSynced(filepath.Join(p.dir, name), sealed); err != nil {
		return fmt.Errorf("writing to the spool: %w", err)
	}
	failpoint.Hit("spool.after_write")
	return nil
}

// writeSynced writes a new file that is whole once it has its name.
func writeSynced(path string, content []byte) error {
	unfinished, err := os.OpenFile(path+unfinishedFile, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = unfinished.Write(content)
	if err = errors.Join(err, unfinished.Sync(), unfinished.Close()); err != nil {
		return err
	}
	if err := os.Rename(path+unfinishedFile, path); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

func syncDirectory(path string) error {
	directory, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(directory.Sync(), directory.Close())
}

// finish makes whole files of those that a crash left just before they got their names, and removes those that hold nothing whole. It
// is to be called while nobody writes.
func (p spool) finish(sealer *seal.Sealer) error {
	names, err := p.named(unfinishedFile)
	if err != nil || len(names) == 0 {
		return err
	}
	for _, name := range names {
		if err := p.settle(sealer, filepath.Join(p.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("finishing the spool: %w", err)
		}
	}
	return syncDirectory(p.dir)
}

// settle removes only what is no token for certain: one that cannot be read now, or lacks its key, may be read another time. The zeros that
// a loss of power may leave name key 0, which there is not.
func (p spool) settle(sealer *seal.Sealer, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	whole := strings.TrimSuffix(path, unfinishedFile)
	key, _ := seal.KeyID(content)
	_, err = sealer.Open(content, spoolRow(filepath.Base(whole)))
	switch {
	case err == nil:
		return os.Rename(path, whole)
	case errors.Is(err, seal.ErrUnknownKey) && key != 0:
		return err
	case errors.Is(err, seal.ErrUnreadable):
		return os.Remove(path)
	}
	return err
}

// hasRoom refuses to take a code where the token that comes for it could not be kept.
func (p spool) hasRoom() error {
	if err := p.tryWriting(); err != nil {
		return fmt.Errorf("DATA_DIR cannot be written to: %w", err)
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(p.dir, &disk); err != nil {
		return nil // a file system that does not tell: writing will
	}
	if uint64(disk.Bavail)*uint64(disk.Bsize) < spoolRoom {
		return errors.New("the disk of DATA_DIR is full")
	}
	return nil
}

// tryWriting leaves nothing behind: what a kill leaves, finish removes.
func (p spool) tryWriting() error {
	if err := os.MkdirAll(p.dir, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(p.dir, "*"+unfinishedFile)
	if err != nil {
		return err
	}
	removed := os.Remove(file.Name())
	if errors.Is(removed, fs.ErrNotExist) {
		removed = nil // finish was faster
	}
	return errors.Join(file.Close(), removed)
}

// files lists the grants that wait.
func (p spool) files() ([]string, error) { return p.named("") }

// named lists the files whose names end like this after their last dot.
func (p spool) named(ext string) ([]string, error) {
	entries, err := os.ReadDir(p.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, entry := range entries {
		if filepath.Ext(entry.Name()) == ext {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

func (p spool) read(sealer *seal.Sealer, name string) (g grantInHand, err error) {
	sealed, err := os.ReadFile(filepath.Join(p.dir, name))
	if err != nil {
		return g, fmt.Errorf("reading the spool: %w", err)
	}
	plaintext, err := sealer.Open(sealed, spoolRow(name))
	if err != nil {
		return g, err
	}
	return g, json.Unmarshal(plaintext, &g)
}

// emptySpool stores what waits in the spool, until ctx ends.
func (s *Service) emptySpool(ctx context.Context) {
	every(ctx, spoolEvery, func() {
		names, err := s.spool.files()
		if err != nil {
			s.Log.ErrorContext(ctx, "looking into the spool", "error", err)
		}
		for _, name := range names {
			if err := s.storeSpooled(ctx, name); err != nil && ctx.Err() == nil && !isWaiting(err) {
				s.Log.ErrorContext(ctx, "storing a token from the spool", "file", name, "error", err)
			}
		}
	})
}

// isWaiting says whether what keeps a token in the spool passes by itself.
func isWaiting(err error) bool {
	return errors.Is(err, models.ErrUnavailable) || errors.Is(err, errOtherUnderWay)
}

// storeSpooled stores one token and then forgets its file. One that came too late, because the client has connected with another
// code since or the onboarding has been erased, is not needed any more.
func (s *Service) storeSpooled(ctx context.Context, name string) error {
	g, err := s.spool.read(s.Sealer, name)
	if err == nil {
		err = s.store(ctx, g)
	}
	if isNotNeeded(err) {
		s.Log.WarnContext(ctx, "a token from the spool is not needed any more", "file", name, "reason", err)
		err = nil
	}
	if err != nil {
		return err
	}
	return errors.Join(os.Remove(filepath.Join(s.spool.dir, name)), syncDirectory(s.spool.dir))
}

// every does something now and again after each interval, until ctx ends.
func every(ctx context.Context, interval time.Duration, do func()) {
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}
