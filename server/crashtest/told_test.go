package crashtest

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"sync"
	"time"
)

// told is what the partner's side has done and what the program has acknowledged to it: by that it is measured.
type told struct {
	mu       sync.Mutex
	canaries *canaries
	codes    map[string]*givenCode // by the code's SHA-256 in hex, as the sandbox's journal names it
	ended    map[string][]end      // by Meta's id of the business
	erased   map[string]time.Time  // by our id of the business
	leaks    []string
}

// givenCode is a code and what the program said about it.
type givenCode struct {
	code, metaID, externalID string
	businessID, onboardingID string // as the program told; empty before
	completed                bool   // the program told so
}

// end is that somebody asked for the end of a connection, or ended it at Meta.
type end struct {
	at       time.Time
	erase    bool
	verified bool // the program told that Meta has confirmed it
}

func newTold(secrets *canaries) *told {
	return &told{canaries: secrets, codes: map[string]*givenCode{}, ended: map[string][]end{}, erased: map[string]time.Time{}}
}

func hashOf(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}

// give notes that a code is about to be given to the program.
func (l *told) give(code, metaID, externalID string) {
	l.canaries.add("code", code)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.codes[hashOf(code)] = &givenCode{code: code, metaID: metaID, externalID: externalID}
}

// answered notes what the program said about a code.
func (l *told) answered(code string, o onboarding, b *business) {
	l.mu.Lock()
	defer l.mu.Unlock()
	given := l.codes[hashOf(code)]
	if given.onboardingID != "" && given.onboardingID != o.ID {
		l.leaks = append(l.leaks, "one code was told to be of two onboardings: "+given.onboardingID+" and "+o.ID)
	}
	given.onboardingID = o.ID
	given.completed = given.completed || o.Status == "COMPLETED"
	if b != nil {
		given.businessID = b.ID
	}
}

// completed counts the codes that were told to have led to a connection.
func (l *told) completed() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, given := range l.codes {
		if given.completed {
			n++
		}
	}
	return n
}

// ends notes, before it happens, that a connection is about to end.
func (l *told) ends(metaID string, erase bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended[metaID] = append(l.ended[metaID], end{at: time.Now(), erase: erase})
}

// verified notes that the program told that Meta has confirmed the end.
func (l *told) verified(metaID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended[metaID] = append(l.ended[metaID], end{at: time.Now(), verified: true})
}

func (l *told) gone(businessID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erased[businessID] = time.Now()
}

// leaked notes something that must never be told.
func (l *told) leaked(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.leaks = append(l.leaks, what)
}

// acknowledgements is a copy of it all.
type acknowledgements struct {
	codes  map[string]givenCode
	ended  map[string][]end
	erased map[string]time.Time
	leaks  []string
}

func (l *told) snapshot() acknowledgements {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := acknowledgements{codes: map[string]givenCode{}, ended: map[string][]end{}, erased: maps.Clone(l.erased), leaks: slices.Clone(l.leaks)}
	for hash, given := range l.codes {
		a.codes[hash] = *given
	}
	for metaID, ends := range l.ended {
		a.ended[metaID] = slices.Clone(ends)
	}
	return a
}

// mayHaveEnded says whether somebody has asked for the end of a business's connection, or for its erasure.
func (a acknowledgements) mayHaveEnded(metaID string) bool { return len(a.ended[metaID]) > 0 }

// mayBeErased says whether somebody has asked for the erasure of a business.
func (a acknowledgements) mayBeErased(metaID string) bool {
	return slices.ContainsFunc(a.ended[metaID], func(e end) bool { return e.erase })
}
