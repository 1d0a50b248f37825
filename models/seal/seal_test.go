package seal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"capiconnect/models/seal"
)

func newSealer(t *testing.T) *seal.Sealer {
	t.Helper()
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	sealer, err := seal.New(keyset)
	if err != nil {
		t.Fatal(err)
	}
	return sealer
}

func TestSealedOpensForItsRowOnly(t *testing.T) {
	t.Parallel()
	sealer := newSealer(t)
	secret := []byte("EAAG-secret")
	ciphertext, err := sealer.Seal(secret, "credentials/1")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(ciphertext, secret) {
		t.Fatal("the ciphertext holds the plaintext")
	}
	if opened, err := sealer.Open(ciphertext, "credentials/1"); err != nil || !bytes.Equal(opened, secret) {
		t.Fatalf("Open: %q, %v", opened, err)
	}

	changed := bytes.Clone(ciphertext)
	changed[len(changed)-1] ^= 1
	for name, attack := range map[string]struct {
		sealer     *seal.Sealer
		ciphertext []byte
		row        string
	}{
		"a ciphertext copied to another row": {sealer, ciphertext, "credentials/2"},
		"a changed ciphertext":               {sealer, changed, "credentials/1"},
		"a cut ciphertext":                   {sealer, ciphertext[:7], "credentials/1"},
		"no ciphertext":                      {sealer, nil, "credentials/1"},
		"another keyset":                     {newSealer(t), ciphertext, "credentials/1"},
	} {
		opened, err := attack.sealer.Open(attack.ciphertext, attack.row)
		if !errors.Is(err, seal.ErrUnreadable) || opened != nil {
			t.Errorf("%s: got %q, %v", name, opened, err)
		}
	}
}

func TestBadKeysetsAreRefusedWithoutRepeatingThem(t *testing.T) {
	t.Parallel()
	for name, keyset := range map[string]string{
		"not base64": "secret!", "not a keyset": "c2VjcmV0", "empty": "",
	} {
		_, err := seal.New(keyset)
		if err == nil || keyset != "" && strings.Contains(err.Error(), keyset) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
