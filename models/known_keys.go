package models

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"
)

// keyKept is how long what was read of an API key counts. Changes that this process makes or hears of count at once; this is for those that it
// misses while nothing listens. Tests have it longer, to see that no change waits for it.
var keyKept = time.Second

// keysKept bounds how many there are.
const keysKept = 1_000

// knownKeys are API keys that were read a moment ago, by the hashes of their secrets: without them, every request of a partner's backend would
// ask the database once more.
type knownKeys struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]knownKey
	state int // moves on with every change of a key
}

type knownKey struct {
	APIKey
	readAt time.Time
}

// find is a key as it was a moment ago, or else as read reads it.
func (k *knownKeys) find(ctx context.Context, hash []byte, read func(context.Context, []byte) (*APIKey, error)) (*APIKey, error) {
	if len(hash) != sha256.Size {
		return nil, ErrNotFound
	}
	at, begun := [sha256.Size]byte(hash), time.Now()
	found, isKnown, state := k.look(at)
	if isKnown && begun.Sub(found.readAt) < keyKept {
		return &found.APIKey, nil
	}
	key, err := read(ctx, hash)
	if err != nil {
		return nil, err
	}
	k.keep(at, knownKey{*key, begun}, state)
	return key, nil
}

func (k *knownKeys) look(at [sha256.Size]byte) (found knownKey, isKnown bool, state int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	found, isKnown = k.known[at]
	return found, isKnown, k.state
}

// keep keeps what was read unless a key has changed since the reading began.
func (k *knownKeys) keep(at [sha256.Size]byte, key knownKey, state int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.state != state {
		return
	}
	if k.known == nil || len(k.known) >= keysKept {
		k.known = map[[sha256.Size]byte]knownKey{}
	}
	k.known[at] = key
}

// forget is called after every change of a key.
func (k *knownKeys) forget() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.state++
	clear(k.known)
}
