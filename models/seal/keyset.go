package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keys is a keyset ready for use. It never changes; another keyset replaces it whole.
type keys struct {
	aead    tink.AEAD
	digest  [sha256.Size]byte // of the spelling, to notice another one
	primary uint32
	others  []uint32
}

func (k *keys) has(id uint32) bool { return id == k.primary || slices.Contains(k.others, id) }

// NewKeyset makes a keyset with one fresh AES-256-GCM key, in the form that New takes: a Tink keyset in base64, which is secret.
// https://developers.google.com/tink/design/keysets
func NewKeyset() (string, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return "", fmt.Errorf("making a key: %w", err)
	}
	return encode(handle)
}

// Rotated is a keyset with a fresh primary key in front of the keys that it has.
func Rotated(encoded string) (string, error) {
	return changed(encoded, func(keyset *keyset.Manager) error {
		id, err := keyset.Add(aead.AES256GCMKeyTemplate())
		if err != nil {
			return fmt.Errorf("making a key: %w", err)
		}
		return keyset.SetPrimary(id)
	})
}

// Without is a keyset without some of its keys. What they have sealed is lost for good. It never drops the primary key.
func Without(encoded string, ids ...uint32) (string, error) {
	return changed(encoded, func(keyset *keyset.Manager) error {
		for _, id := range ids {
			if err := keyset.Delete(id); err != nil {
				return fmt.Errorf("dropping key %d: %w", id, err)
			}
		}
		return nil
	})
}

func changed(encoded string, change func(*keyset.Manager) error) (string, error) {
	handle, err := decode(encoded)
	if err != nil {
		return "", err
	}
	manager := keyset.NewManagerFromHandle(handle)
	if err := change(manager); err != nil {
		return "", err
	}
	if handle, err = manager.Handle(); err != nil {
		return "", fmt.Errorf("changing the keyset: %w", err)
	}
	return encode(handle)
}

func parse(encoded string) (*keys, error) {
	handle, err := decode(encoded)
	if err != nil {
		return nil, err
	}
	read := &keys{digest: sha256.Sum256([]byte(encoded)), primary: handle.KeysetInfo().GetPrimaryKeyId()}
	for _, key := range handle.KeysetInfo().GetKeyInfo() {
		if key.GetOutputPrefixType() != tinkpb.OutputPrefixType_TINK {
			return nil, errors.New("the encryption keyset holds a key that its ciphertexts would not name; `capiconnect keys new` prints one")
		}
		if key.GetStatus() == tinkpb.KeyStatusType_ENABLED && key.GetKeyId() != read.primary {
			read.others = append(read.others, key.GetKeyId())
		}
	}
	if read.aead, err = aead.New(handle); err != nil {
		return nil, errors.New("the encryption keyset holds keys that are not for AEAD; `capiconnect keys new` prints one")
	}
	return read, nil
}

// decode never repeats the keyset in an error.
func decode(encoded string) (*keyset.Handle, error) {
	decoded, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, errors.New("the encryption keyset is not base64; `capiconnect keys new` prints one")
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewBinaryReader(bytes.NewReader(decoded)))
	if err != nil {
		return nil, errors.New("the encryption keyset is not a Tink keyset; `capiconnect keys new` prints one")
	}
	return handle, nil
}

func encode(handle *keyset.Handle) (string, error) {
	var binary bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&binary)); err != nil {
		return "", fmt.Errorf("spelling the keyset: %w", err)
	}
	return base64.StdEncoding.EncodeToString(binary.Bytes()), nil
}
