// Package seal encrypts what must never lie in the database in the clear. It owns the encryption keyset and must not know what it
// seals: callers name the row, so that a ciphertext moved to another row does not open there.
package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// ErrUnreadable means that a ciphertext does not open: it was sealed with a key that the keyset lacks, for another row, or it was
// changed.
var ErrUnreadable = errors.New("ciphertext unreadable")

// Sealer seals with the keyset's primary key and opens with whichever of its keys a ciphertext names.
type Sealer struct{ aead tink.AEAD }

// NewKeyset makes a keyset with one fresh AES-256-GCM key, in the form that New takes: a Tink keyset in base64, which is secret.
// https://developers.google.com/tink/design/keysets
func NewKeyset() (string, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return "", fmt.Errorf("making a key: %w", err)
	}
	var binary bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&binary)); err != nil {
		return "", fmt.Errorf("spelling the keyset: %w", err)
	}
	return base64.StdEncoding.EncodeToString(binary.Bytes()), nil
}

// New reads a keyset that NewKeyset made. Its errors never repeat the keyset.
func New(encoded string) (*Sealer, error) {
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("the encryption keyset is not base64; `capiconnect keys new` prints one")
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(decoded)))
	if err != nil {
		return nil, errors.New("the encryption keyset is not a Tink keyset; `capiconnect keys new` prints one")
	}
	primitive, err := aead.New(handle)
	if err != nil {
		return nil, errors.New("the encryption keyset holds keys that are not for AEAD; `capiconnect keys new` prints one")
	}
	return &Sealer{aead: primitive}, nil
}

// Seal encrypts plaintext for one row, named for example "credentials/ciphertext/<id>".
func (s *Sealer) Seal(plaintext []byte, row string) ([]byte, error) {
	ciphertext, err := s.aead.Encrypt(plaintext, associatedData(row))
	if err != nil {
		return nil, fmt.Errorf("sealing %s: %w", row, err)
	}
	return ciphertext, nil
}

// Open decrypts what Seal made for the same row; otherwise ErrUnreadable, with the key that the ciphertext asks for.
func (s *Sealer) Open(ciphertext []byte, row string) ([]byte, error) {
	plaintext, err := s.aead.Decrypt(ciphertext, associatedData(row))
	if err != nil {
		return nil, fmt.Errorf("opening %s (key %s): %w", row, KeyID(ciphertext), ErrUnreadable)
	}
	return plaintext, nil
}

// KeyID names the key that sealed a ciphertext, as Tink's tools print it; "none" for what is no ciphertext.
// https://developers.google.com/tink/wire-format#crypto_primitives
func KeyID(ciphertext []byte) string {
	if len(ciphertext) < 5 {
		return "none"
	}
	return fmt.Sprint(binary.BigEndian.Uint32(ciphertext[1:5]))
}

// associatedData carries a version, so that what is bound to a ciphertext can change one day.
func associatedData(row string) []byte { return []byte("v1/" + row) }
