package main

import (
	"sync"
	"time"
)

// throttle slows guessing down: after a number of free tries under a key, each further one makes the next wait twice as long.
type throttle struct {
	free  int           // tries before the first wait
	limit time.Duration // longest wait; a key that was quiet for twice as long starts afresh

	mu   sync.Mutex
	keys map[string]tries
}

type tries struct {
	count int
	last  time.Time
	until time.Time // the next try may not be earlier
}

const (
	throttleKeys = 10_000 // a bound on memory, not on attackers
	firstWait    = time.Second
)

func newThrottle(free int, limit time.Duration) *throttle {
	return &throttle{free: free, limit: limit, keys: map[string]tries{}}
}

// try counts one try under key, or returns how long the caller has to wait before it may be made. It counts before the outcome is
// known, so that tries made at the same time do not all pass.
func (t *throttle) try(key string, now time.Time) (wait time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	made, known := t.keys[key]
	if now.Before(made.until) {
		return made.until.Sub(now)
	}
	if now.Sub(made.last) > 2*t.limit {
		made = tries{}
	}
	made.count++
	made.last = now
	made.until = now.Add(t.waitAfter(made.count))
	if !known {
		t.makeRoom(now)
	}
	t.keys[key] = made
	return 0
}

// succeeded takes the last try under key back, or all of them.
func (t *throttle) succeeded(key string, all bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	made := t.keys[key]
	if all || made.count <= 1 {
		delete(t.keys, key)
		return
	}
	made.count--
	made.until = time.Time{}
	t.keys[key] = made
}

func (t *throttle) waitAfter(count int) time.Duration {
	doublings := count - t.free
	switch {
	case doublings < 0:
		return 0
	case doublings > 30:
		return t.limit
	}
	return min(firstWait<<doublings, t.limit)
}

// makeRoom forgets quiet keys and, when there are none, the one that has been quiet for longest.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.keys) < throttleKeys {
		return
	}
	oldest, at := "", now
	for key, made := range t.keys {
		if now.Sub(made.last) > 2*t.limit {
			delete(t.keys, key)
		} else if !made.last.After(at) {
			oldest, at = key, made.last
		}
	}
	if len(t.keys) >= throttleKeys {
		delete(t.keys, oldest)
	}
}
