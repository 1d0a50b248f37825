// Package seal encrypts what must never lie in the database in the clear. It owns the encryption keyset and must not know what it
// seals: callers name the row, so that a ciphertext moved to another row does not open there.
package seal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

var (
	// ErrUnreadable means that a ciphertext does not open: it was sealed with a key that the keyset lacks, for another row, or it was
	// changed.
	ErrUnreadable = errors.New("ciphertext unreadable")
	// ErrUnknownKey is the ErrUnreadable of a ciphertext that names a key which the keyset lacks. With that key it may open.
	ErrUnknownKey = fmt.Errorf("%w: the keyset lacks its key", ErrUnreadable)
)

// Sealer seals with the keyset's primary key and opens with whichever of its keys a ciphertext names. A keyset that came as a file
// may be replaced while the Sealer is in use: see Reload.
type Sealer struct {
	keys atomic.Pointer[keys]
	file string // empty: the keyset came by value and stays

	reading sync.Mutex // of the file, so that an older content does not replace a newer one
}

// New takes a keyset that NewKeyset or Rotated made. Its errors never repeat the keyset.
func New(encoded string) (*Sealer, error) {
	read, err := parse(encoded)
	if err != nil {
		return nil, err
	}
	s := &Sealer{}
	s.keys.Store(read)
	return s, nil
}

// Seal encrypts plaintext for one row, named for example "credentials/ciphertext/<id>".
func (s *Sealer) Seal(plaintext []byte, row string) ([]byte, error) {
	ciphertext, err := s.keys.Load().aead.Encrypt(plaintext, associatedData(row))
	if err != nil {
		return nil, fmt.Errorf("sealing %s: %w", row, err)
	}
	return ciphertext, nil
}

// Open decrypts what Seal made for the same row; otherwise ErrUnreadable, with the key that the ciphertext asks for.
func (s *Sealer) Open(ciphertext []byte, row string) ([]byte, error) {
	id, named := KeyID(ciphertext)
	if !named {
		return nil, fmt.Errorf("opening %s (names no key): %w", row, ErrUnreadable)
	}
	with, known := s.having(id)
	if !known {
		return nil, fmt.Errorf("opening %s (key %d): %w", row, id, ErrUnknownKey)
	}
	plaintext, err := with.aead.Decrypt(ciphertext, associatedData(row))
	if err != nil {
		return nil, fmt.Errorf("opening %s (key %d): %w", row, id, ErrUnreadable)
	}
	return plaintext, nil
}

// Reseal is what Open and Seal make of a ciphertext: the same, sealed with the primary key.
func (s *Sealer) Reseal(ciphertext []byte, row string) ([]byte, error) {
	plaintext, err := s.Open(ciphertext, row)
	if err != nil {
		return nil, err
	}
	return s.Seal(plaintext, row)
}

// Keys are the ids of the key that seals and of those that only open what they once sealed.
func (s *Sealer) Keys() (primary uint32, others []uint32) {
	now := s.keys.Load()
	return now.primary, append([]uint32{}, now.others...)
}

// HasKey tells whether what a key has sealed can be opened. It looks into the file before it denies that.
func (s *Sealer) HasKey(id uint32) bool {
	_, known := s.having(id)
	return known
}

// having is the keyset that has a key; the file, if there is one, may have got it a moment ago.
func (s *Sealer) having(id uint32) (*keys, bool) {
	now := s.keys.Load()
	if !now.has(id) && s.Reload() == nil { // what is wrong with the file, Watch tells
		now = s.keys.Load()
	}
	return now, now.has(id)
}

// KeyID is the id of the key that sealed a ciphertext, as Tink's tools print it; not ok for what is no ciphertext.
// https://developers.google.com/tink/wire-format#crypto_primitives
func KeyID(ciphertext []byte) (id uint32, ok bool) {
	if len(ciphertext) < 5 {
		return 0, false
	}
	return binary.BigEndian.Uint32(ciphertext[1:5]), true
}

// associatedData carries a version, so that what is bound to a ciphertext can change one day.
func associatedData(row string) []byte { return []byte("v1/" + row) }
