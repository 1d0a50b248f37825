package seal_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"testing"

	"capiconnect/models/seal"
)

var token = []byte("EAAG-secret")

// The six cases of ory/hydra's aead_test.go and those of an attacker who can write to the database.
func TestOpen(t *testing.T) {
	t.Parallel()
	before, other := newKeyset(t), newKeyset(t)
	old := sealerOf(t, before)
	ciphertext := must[[]byte](t)(old.Seal(token, "credentials/1"))
	if bytes.Contains(ciphertext, token) {
		t.Fatal("the ciphertext holds the plaintext")
	}
	changed := func(at int) []byte {
		bad := bytes.Clone(ciphertext)
		bad[at] ^= 1
		return bad
	}
	for name, c := range map[string]struct {
		keyset     string
		ciphertext []byte
		row        string
		want       error
	}{
		"without rotation":                   {before, ciphertext, "credentials/1", nil},
		"another keyset":                     {other, ciphertext, "credentials/1", seal.ErrUnknownKey},
		"with rotation":                      {rotated(t, before), ciphertext, "credentials/1", nil},
		"with many rotations":                {rotated(t, rotated(t, rotated(t, before))), ciphertext, "credentials/1", nil},
		"rotation of another keyset":         {rotated(t, other), ciphertext, "credentials/1", seal.ErrUnknownKey},
		"a ciphertext moved to another row":  {before, ciphertext, "credentials/2", seal.ErrUnreadable},
		"a ciphertext moved, after rotation": {rotated(t, before), ciphertext, "credentials/2", seal.ErrUnreadable},
		"no row":                             {before, ciphertext, "", seal.ErrUnreadable},
		"another version":                    {before, changed(0), "credentials/1", seal.ErrUnreadable},
		"another key's id":                   {before, changed(4), "credentials/1", seal.ErrUnknownKey},
		"a changed nonce":                    {before, changed(5), "credentials/1", seal.ErrUnreadable},
		"a changed tag":                      {before, changed(len(ciphertext) - 1), "credentials/1", seal.ErrUnreadable},
		"a cut ciphertext":                   {before, ciphertext[:7], "credentials/1", seal.ErrUnreadable},
		"a ciphertext without a key's id":    {before, ciphertext[:4], "credentials/1", seal.ErrUnreadable},
		"no ciphertext":                      {before, nil, "credentials/1", seal.ErrUnreadable},
	} {
		opened, err := sealerOf(t, c.keyset).Open(c.ciphertext, c.row)
		switch {
		case c.want == nil && (err != nil || !bytes.Equal(opened, token)):
			t.Errorf("%s: got %q, %v", name, opened, err)
		case c.want != nil && (!errors.Is(err, c.want) || !errors.Is(err, seal.ErrUnreadable) || opened != nil):
			t.Errorf("%s: got %q, %v; want %v", name, opened, err, c.want)
		case c.want == seal.ErrUnreadable && errors.Is(err, seal.ErrUnknownKey):
			t.Errorf("%s passes for a missing key: %v", name, err)
		}
	}
}

// A key id taken from another key of the same keyset must not open anything.
func TestAnotherKeysIDOpensNothing(t *testing.T) {
	t.Parallel()
	sealer := sealerOf(t, rotated(t, newKeyset(t)))
	ciphertext := must[[]byte](t)(sealer.Seal(token, "credentials/1"))
	_, others := sealer.Keys()
	binary.BigEndian.PutUint32(ciphertext[1:], others[0])
	if opened, err := sealer.Open(ciphertext, "credentials/1"); !errors.Is(err, seal.ErrUnreadable) || opened != nil {
		t.Errorf("got %q, %v", opened, err)
	}
}

func TestResealGivesTheSameWithThePrimaryKey(t *testing.T) {
	t.Parallel()
	before := newKeyset(t)
	ciphertext := must[[]byte](t)(sealerOf(t, before).Seal(token, "credentials/1"))
	sealer := sealerOf(t, rotated(t, before))
	resealed := must[[]byte](t)(sealer.Reseal(ciphertext, "credentials/1"))
	id, named := seal.KeyID(resealed)
	if primary, _ := sealer.Keys(); !named || id != primary {
		t.Errorf("sealed with key %d; the primary one is %d", id, primary)
	}
	if opened, err := sealer.Open(resealed, "credentials/1"); err != nil || !bytes.Equal(opened, token) {
		t.Errorf("Open: %q, %v", opened, err)
	}
	if sealed, err := sealer.Reseal(ciphertext, "credentials/2"); !errors.Is(err, seal.ErrUnreadable) || sealed != nil {
		t.Errorf("a moved ciphertext was given a new seal: %v", err)
	}
}

// What lies in the database may be anything: it opens only when it is what was sealed for the row.
func FuzzOpen(f *testing.F) {
	sealer := sealerOf(f, rotated(f, newKeyset(f)))
	genuine := must[[]byte](f)(sealer.Seal(token, "credentials/1"))
	f.Add(genuine)
	f.Add(genuine[:5])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{1}, 64))
	f.Fuzz(func(t *testing.T, ciphertext []byte) {
		opened, err := sealer.Open(ciphertext, "credentials/1")
		if bytes.Equal(ciphertext, genuine) {
			if err != nil || !bytes.Equal(opened, token) {
				t.Errorf("the genuine one: %q, %v", opened, err)
			}
		} else if !errors.Is(err, seal.ErrUnreadable) || opened != nil {
			t.Errorf("%x opens: %q, %v", ciphertext, opened, err)
		}
		// Joined to what the keyset's own key starts with, the rest alone is at fault.
		if opened, err := sealer.Open(append(bytes.Clone(genuine[:5]), ciphertext...), "credentials/1"); !errors.Is(err, seal.ErrUnreadable) && !bytes.Equal(ciphertext, genuine[5:]) {
			t.Errorf("%x opens behind a key's id: %q, %v", ciphertext, opened, err)
		}
	})
}
