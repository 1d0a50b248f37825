package onboarding

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"capiconnect/models"
	"capiconnect/models/seal"
)

// keyLag is how long a rotated keyset may take to reach every replica, where each has a file of its own.
const keyLag = 10 * time.Minute

// KeyUses counts by key what is stored sealed: in the database, and in the spool of one replica.
func KeyUses(ctx context.Context, store *models.Store, dataDir string) ([]models.KeyUse, error) {
	waiting, err := spoolIn(dataDir).keys() // before the database, where the tokens go from there
	if err != nil {
		return nil, fmt.Errorf("looking into the spool: %w", err)
	}
	uses, err := store.KeyUses(ctx)
	if err != nil {
		return nil, fmt.Errorf("counting what is sealed: %w", err)
	}
	for _, key := range waiting {
		uses = counted(uses, key)
	}
	return uses, nil
}

// KeyState says what a key is good for.
type KeyState string

// The states of keys.
const (
	KeyPrimary KeyState = "PRIMARY" // seals, and opens what it sealed
	KeyOld     KeyState = "OLD"     // only opens what it sealed before it was rotated out
	KeyMissing KeyState = "MISSING" // has sealed something, and the keyset lacks it
	KeyDamaged KeyState = "DAMAGED" // no key: what counts here names none
)

// Key is an encryption key, and how much is sealed with it.
type Key struct {
	models.KeyUse
	State KeyState
}

// KeysOf are the keys of a keyset, the primary one first, and those that it lacks.
func KeysOf(sealer *seal.Sealer, uses []models.KeyUse) []Key {
	primary, others := sealer.Keys()
	keys := []Key{{useOf(uses, primary), KeyPrimary}}
	for _, key := range others {
		keys = append(keys, Key{useOf(uses, key), KeyOld})
	}
	for _, use := range uses {
		switch {
		case use.Key == 0:
			keys = append(keys, Key{use, KeyDamaged})
		case !sealer.HasKey(use.Key):
			keys = append(keys, Key{use, KeyMissing})
		}
	}
	return keys
}

func useOf(uses []models.KeyUse, key uint32) models.KeyUse {
	for _, use := range uses {
		if use.Key == key {
			return use
		}
	}
	return models.KeyUse{Key: key}
}

// Keys are the installation's encryption keys. Of what lies in a spool only this replica's is counted.
func (s *Service) Keys(ctx context.Context) ([]Key, error) {
	uses, err := KeyUses(ctx, s.Store, s.DataDir)
	if err != nil {
		return nil, err
	}
	return KeysOf(s.Sealer, uses), nil
}

// VerifyKeyset fails with seal.ErrUnreadable unless the keyset is that of the database; models.ErrNotFound where none has been used yet.
func VerifyKeyset(ctx context.Context, store *models.Store, sealer *seal.Sealer) error {
	_, err := readIndexKey(ctx, store, sealer)
	return err
}

// checkKeys fails with seal.ErrUnreadable when the keyset lacks keys that are needed, and names them.
func (s *Service) checkKeys(ctx context.Context) error {
	uses, err := KeyUses(ctx, s.Store, s.DataDir)
	if err != nil {
		return err
	}
	var missing []string
	for _, use := range uses {
		if use.Sealed > 0 && use.Key != 0 && !s.Sealer.HasKey(use.Key) {
			missing = append(missing, fmt.Sprintf("%d (sealed with it: %d)", use.Key, use.Sealed))
		}
	}
	if missing == nil {
		return nil
	}
	return fmt.Errorf("the encryption keyset lacks keys that are in use; put them back, as in a copy of the keyset from before: key %s: %w",
		strings.Join(missing, ", key "), seal.ErrUnknownKey)
}

// keyMayCome says whether a credential that did not open may do so in a moment: its key has reached other replicas and not yet this
// one. Whoever took it for lost would send a client with a good connection to the login again.
func (s *Service) keyMayCome(ctx context.Context, c *models.Credential, cause error) (bool, error) {
	if !errors.Is(cause, seal.ErrUnknownKey) {
		return false, nil
	}
	if s.Now().Sub(c.GrantedAt) < keyLag {
		return true, nil
	}
	installation, err := s.Store.Installation(ctx)
	if err != nil {
		return false, fmt.Errorf("reading the installation: %w", err)
	}
	return s.isBehind(installation), nil
}

// isBehind says whether another replica has a newer keyset: the index key is the first thing that is sealed with a new key.
func (s *Service) isBehind(installation *models.Installation) bool {
	id, _ := seal.KeyID(installation.IndexKey)
	return !s.Sealer.HasKey(id)
}

// keys tells the keys of the spool's files: first of the unfinished ones, since they become whole ones.
func (p spool) keys() ([]uint32, error) {
	var keys []uint32
	for _, ext := range []string{unfinishedFile, ""} {
		names, err := p.named(ext)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			switch key, err := p.keyOf(name); {
			case err == nil:
				keys = append(keys, key)
			case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, io.EOF): // else stored meanwhile, or nothing has been written
				return nil, err
			}
		}
	}
	return keys, nil
}

func counted(uses []models.KeyUse, key uint32) []models.KeyUse {
	for i := range uses {
		if uses[i].Key == key {
			uses[i].Sealed++
			return uses
		}
	}
	return append(uses, models.KeyUse{Key: key, Sealed: 1})
}

func (p spool) keyOf(name string) (uint32, error) {
	file, err := os.Open(filepath.Join(p.dir, name))
	if err != nil {
		return 0, err
	}
	defer file.Close()
	head := make([]byte, 5)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	id, _ := seal.KeyID(head[:n])
	return id, err
}

func spoolIn(dataDir string) spool { return spool{filepath.Join(dataDir, "spool")} }
