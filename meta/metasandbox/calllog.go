package metasandbox

import (
	"iter"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	recentCalls = 200 // how many calls the Journal shows in detail
	recentTries = 20  // and how many exchanges of each code
)

// provenance is how a token came to be.
type provenance struct {
	how        IssuedBy
	codeSHA256 string // empty: unknown
}

type issuedToken struct {
	token, fingerprint string
	grant              grant
	from               provenance
	answerLost         bool
	calls              int
	lastUsed           time.Time
}

// callLog counts calls and remembers the latest ones and the tokens issued.
type callLog struct {
	mu            sync.Mutex
	calls         map[string]int
	total         int
	recent        []*Call
	tokens        []*issuedToken
	byBusiness    map[string][]*issuedToken // oldest first
	byFingerprint map[string]*issuedToken
	evil          int
}

// arrived counts a call and returns how many there have been in all.
func (l *callLog) arrived(endpoint string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.calls == nil {
		l.calls = map[string]int{}
	}
	l.calls[endpoint]++
	l.total++
	return l.total
}

// ended takes over c: it is changed by lostAnswer only.
func (l *callLog) ended(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recent = appendBounded(l.recent, c, recentCalls)
}

func (l *callLog) lostAnswer(c *Call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c.AnswerLost = true
}

// used counts a call for its token.
func (l *callLog) used(token, endpoint string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	t := l.byFingerprint[Fingerprint(token)]
	if t == nil {
		return
	}
	t.calls++
	if !slices.Contains([]string{"revoke", "permissions", "debug_token"}, endpoint) {
		t.lastUsed = now
	}
}

func (l *callLog) issued(token string, g grant, from provenance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.byFingerprint == nil {
		l.byBusiness, l.byFingerprint = map[string][]*issuedToken{}, map[string]*issuedToken{}
	}
	if len(l.tokens) >= historyLimit {
		oldest := l.tokens[0]
		delete(l.byFingerprint, oldest.fingerprint)
		l.byBusiness[oldest.grant.Business] = l.byBusiness[oldest.grant.Business][1:]
	}
	t := &issuedToken{token: token, fingerprint: Fingerprint(token), grant: g, from: from}
	l.byFingerprint[t.fingerprint] = t
	l.byBusiness[g.Business] = append(l.byBusiness[g.Business], t)
	l.tokens = appendBounded(l.tokens, t, historyLimit)
}

// lostToken notes that the answer with a new token did not get out whole.
func (l *callLog) lostToken(token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.byFingerprint[Fingerprint(token)]; t != nil {
		t.answerLost = true
	}
}

// codeBehind is the hash of the code at the start of the token's line.
func (l *callLog) codeBehind(token string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.byFingerprint[Fingerprint(token)]; t != nil {
		return t.from.codeSHA256
	}
	return ""
}

// issuedTokens returns copies, oldest first.
func (l *callLog) issuedTokens() []issuedToken {
	l.mu.Lock()
	defer l.mu.Unlock()
	tokens := make([]issuedToken, len(l.tokens))
	for i, t := range l.tokens {
		tokens[i] = *t
	}
	return tokens
}

// tokensOf returns those of a type that a business gave, the latest first. What is
// yielded must not be changed.
func (l *callLog) tokensOf(businessID string, t TokenType) iter.Seq[*issuedToken] {
	l.mu.Lock()
	tokens := l.byBusiness[businessID]
	l.mu.Unlock()
	return func(yield func(*issuedToken) bool) {
		for _, issued := range slices.Backward(tokens) {
			if issued.grant.Type == t && !yield(issued) {
				return
			}
		}
	}
}

// latest returns up to n calls that ended, oldest first.
func (l *callLog) latest(n int) []Call {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := []Call{}
	for _, c := range l.recent[max(len(l.recent)-n, 0):] {
		list = append(list, *c)
	}
	return list
}

func (l *callLog) metEvil() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.evil++
}

func (l *callLog) snapshot() Journal {
	recent := l.latest(recentCalls)
	l.mu.Lock()
	defer l.mu.Unlock()
	calls := maps.Clone(l.calls)
	if calls == nil {
		calls = map[string]int{}
	}
	return Journal{Calls: calls, Recent: recent, Tokens: []TokenRecord{}, EvilRequests: l.evil}
}

// appendBounded appends and drops the oldest element beyond the limit.
func appendBounded[T any](list []T, item T, limit int) []T {
	list = append(list, item)
	if len(list) > limit {
		list = list[1:]
	}
	return list
}
