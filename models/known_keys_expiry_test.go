package models

import (
	"context"
	"testing"
	"time"
)

// What nobody has told of is seen a moment later all the same.
func TestAKnownKeyIsReadAgainInTime(t *testing.T) {
	t.Parallel()
	var known knownKeys
	reads := 0
	find := func() {
		t.Helper()
		_, err := known.find(t.Context(), HashBearer("secret"), func(context.Context, []byte) (*APIKey, error) {
			reads++
			return &APIKey{}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	find()
	find()
	if reads != 1 {
		t.Errorf("%d reads of a key that is known", reads)
	}
	for at, key := range known.known {
		key.readAt = time.Now().Add(-keyKept)
		known.known[at] = key
	}
	find()
	if reads != 2 {
		t.Errorf("%d reads of one that is no longer", reads)
	}
}

// What was read before a change does not count after it, however late it comes.
func TestAKeyThatChangesWhileItIsReadIsReadAgain(t *testing.T) {
	t.Parallel()
	var known knownKeys
	reads := 0
	for range 2 {
		_, err := known.find(t.Context(), HashBearer("secret"), func(context.Context, []byte) (*APIKey, error) {
			if reads++; reads == 1 {
				known.forget()
			}
			return &APIKey{}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if reads != 2 {
		t.Errorf("%d reads", reads)
	}
}
