package seal_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/mac"
	tinkpb "github.com/tink-crypto/tink-go/v2/proto/tink_go_proto"

	"capiconnect/models/seal"
)

func TestRotatedKeepsTheKeysBefore(t *testing.T) {
	t.Parallel()
	encoded := newKeyset(t)
	first, _ := sealerOf(t, encoded).Keys()
	encoded = rotated(t, encoded)
	second, others := sealerOf(t, encoded).Keys()
	if second == first || !slices.Equal(others, []uint32{first}) {
		t.Fatalf("after one rotation: %d, %d; the key before was %d", second, others, first)
	}
	third, others := sealerOf(t, rotated(t, encoded)).Keys()
	if slices.Sort(others); third == second || len(others) != 2 || !slices.Contains(others, first) || !slices.Contains(others, second) {
		t.Errorf("after two rotations: %d, %d", third, others)
	}
}

func TestWithoutDropsKeysForGood(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	first, _ := sealerOf(t, before).Keys()
	ciphertext := must[[]byte](t)(sealerOf(t, before).Seal(token, "credentials/1"))
	encoded := rotated(t, before)
	primary, _ := sealerOf(t, encoded).Keys()

	without := sealerOf(t, must[string](t)(seal.Without(encoded, first)))
	if kept, others := without.Keys(); kept != primary || len(others) > 0 {
		t.Errorf("kept %d, %d; want %d alone", kept, others, primary)
	}
	if _, err := without.Open(ciphertext, "credentials/1"); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("what the dropped key has sealed: %v", err)
	}
	for name, id := range map[string]uint32{"the primary key": primary, "a key that is not there": first + 1} {
		if shrunk, err := seal.Without(encoded, id); err == nil || shrunk != "" {
			t.Errorf("%s was dropped", name)
		}
	}
}

func TestBadKeysetsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	for name, encoded := range map[string]string{
		"not base64": "secret!", "not a keyset": "c2VjcmV0", "empty": "", "half of one": newKeyset(t)[:60],
	} {
		_, read := seal.New(encoded)
		_, rotate := seal.Rotated(encoded)
		_, without := seal.Without(encoded)
		for _, err := range []error{read, rotate, without} {
			if err == nil || encoded != "" && strings.Contains(err.Error(), encoded) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
}

func TestKeysThatAreNoneOfOursAreRefused(t *testing.T) {
	t.Parallel()
	nameless := aead.AES256GCMKeyTemplate()
	nameless.OutputPrefixType = tinkpb.OutputPrefixType_RAW
	for name, encoded := range map[string]string{
		"for something else": keysetOf(t, mac.HMACSHA256Tag128KeyTemplate()), "not named by its ciphertexts": keysetOf(t, nameless),
	} {
		if _, err := seal.New(encoded); err == nil || strings.Contains(err.Error(), encoded) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func keysetOf(t *testing.T, template *tinkpb.KeyTemplate) string {
	t.Helper()
	handle := must[*keyset.Handle](t)(keyset.NewHandle(template))
	var binary bytes.Buffer
	if err := insecurecleartextkeyset.Write(handle, keyset.NewBinaryWriter(&binary)); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(binary.Bytes())
}
